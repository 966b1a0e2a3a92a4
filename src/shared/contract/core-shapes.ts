import type { z } from 'zod';
import type { DrugEntry } from '../../core/drug/drug-table.ts';
import type { ProtocolScore } from '../../core/designer/score-protocol.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { EnsembleBeat } from '../../core/twin/ensemble.ts';
import type { MethodAnswer } from '../../core/twin/method-answer.ts';
import type { TwinEstimate } from '../../core/twin/twin-estimate.ts';
import type { Twin, TwinBeat } from '../../core/twin/twin.ts';
import type {
  drugEntry,
  ensembleBeat,
  methodAnswer,
  protocolSchema,
  protocolScore,
  sentProtocol,
  twinBeat,
  twinEstimate,
  twinSchema,
} from './schemas.ts';

/** A type without what a schema cannot express: readonly, and the difference between absent and undefined. */
type Shape<T> = T extends object ? { readonly [K in keyof T]-?: Shape<Exclude<T[K], undefined>> } : T;
type Same<A, B> = [Shape<A>] extends [Shape<B>] ? ([Shape<B>] extends [Shape<A>] ? true : false) : false;
type SameAs<Schema extends z.ZodType, Core> = Same<z.output<Schema>, Core>;

/** Main adds the twin that was made. */
type ShownEstimate = Omit<TwinEstimate, 'source'> & { readonly source: TwinEstimate['source'] | 'twin' };
/** Main adds whether the cell was simulated, and whether the operator cancelled. */
type ShownAnswer =
  | (Extract<MethodAnswer, { kind: 'answer' }> & { readonly simulated: boolean })
  | Exclude<MethodAnswer, { kind: 'answer' }>
  | { readonly kind: 'cancelled' };

/** Compiles only while the schemas of the contract match the types of core: a field added to one and missing in the other is an error. */
export const coreShapes: {
  readonly protocol: SameAs<typeof protocolSchema, Protocol>;
  readonly sentProtocol: SameAs<typeof sentProtocol, Protocol>;
  readonly protocolScore: SameAs<typeof protocolScore, ProtocolScore>;
  readonly twin: SameAs<typeof twinSchema, Twin>;
  readonly twinBeat: SameAs<typeof twinBeat, TwinBeat>;
  readonly twinEstimate: SameAs<typeof twinEstimate, ShownEstimate>;
  readonly ensembleBeat: SameAs<typeof ensembleBeat, EnsembleBeat>;
  readonly methodAnswer: SameAs<typeof methodAnswer, ShownAnswer>;
  readonly drugEntry: SameAs<typeof drugEntry, DrugEntry>;
} = {
  protocol: true,
  sentProtocol: true,
  protocolScore: true,
  twin: true,
  twinBeat: true,
  twinEstimate: true,
  ensembleBeat: true,
  methodAnswer: true,
  drugEntry: true,
};
