import { cellModel } from '../../cell/models.ts';
import type { Twin } from '../../twin/twin.ts';
import { twinToJson } from '../twin-json.ts';
import type { Exporter } from './exporter.ts';
import { MODEL_LICENCE } from './model/model-notes.ts';

/** A twin as a file that leaves the program: with its licence, and the paper to cite. */
export function twinFileText(twin: Twin): string {
  const { name, citation } = cellModel(twin.provenance.cellModel);
  return twinToJson({ ...twin, licence: MODEL_LICENCE, citation: `${name} (${citation})` });
}

/** The whole twin, as it is read back. */
export const twinJsonExporter = {
  id: 'json',
  title: 'JSON',
  purpose: 'the whole twin, to be imported again',
  extension: 'json',
  mime: 'application/json',
  write: (twin) => [{ content: twinFileText(twin), share: 1 }],
} as const satisfies Exporter<Twin>;
