import { choice, list, number, record, text, union, type Of, type Schema } from '../schema/index.ts';

/** What the values of a protocol must be, where the fields are the same. */
export interface ProtocolBounds {
  readonly id: Schema<string>;
  readonly name: Schema<string>;
  readonly source: Schema<string>;
  readonly voltageMv: Schema<number>;
  readonly durationMs: Schema<number>;
  /** Most segments; null: any number. */
  readonly segments: number | null;
}

/** Protocols within bounds: those of a file, and closer ones of what a page may send. Fields that are no protocol's are left out. */
export function protocolSchemaWithin({ id, name, source, voltageMv, durationMs, segments }: ProtocolBounds) {
  const step = record({ kind: choice('step'), voltageMv, durationMs }, 'left out');
  const ramp = record({ kind: choice('ramp'), startMv: voltageMv, endMv: voltageMv, durationMs }, 'left out');
  return record(
    {
      id,
      name,
      /** Paper or file the segments come from. */
      source,
      /** Potential held before and after the segments, mV. */
      holdingMv: voltageMv,
      segments: list(union('kind', { step, ramp }), segments, 'a list of steps and ramps'),
    },
    'left out',
  );
}

/**
 * A voltage-clamp protocol: the command that the operator requests, as segments.
 * Segment i covers the half-open interval [start_i, start_i + duration_i) in ms; a sample that falls on an
 * edge belongs to the segment that ends there (left limit), as in the reference data.
 * What a cell survives is checked by `assertProtocol`.
 */
export const protocolSchema = protocolSchemaWithin({
  id: text,
  name: text,
  source: text,
  voltageMv: number,
  durationMs: number,
  segments: null,
});
export type Protocol = Of<typeof protocolSchema>;
export type Segment = Protocol['segments'][number];
export type StepSegment = Extract<Segment, { kind: 'step' }>;
export type RampSegment = Extract<Segment, { kind: 'ramp' }>;
