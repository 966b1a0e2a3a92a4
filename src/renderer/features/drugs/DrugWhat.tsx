import { FREE_STATIC_NOTE } from '../../../core/drug/static-block.ts';
import { fitFailed } from '../../../core/twin/fit-failed.ts';
import type { Twin } from '../../../core/twin/twin.ts';
import { SimulatedTag } from '../../ui/SimulatedTag.tsx';

/** Above the beat with a drug: what was given, and what must be known of the answer. */
export function DrugWhat({ what, simulated, fit }: { readonly what: string; readonly simulated: boolean; readonly fit: Twin['fit'] }) {
  return (
    <p className="fine one-line pad-tight" data-testid="drug-what" title={what}>
      {simulated && <SimulatedTag />} {fitFailed(fit) && <b>▲ The fit of this twin failed. </b>}
      {FREE_STATIC_NOTE}. With {what}
    </p>
  );
}
