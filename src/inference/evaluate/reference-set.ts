import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { PUBLISHED_TEMPERATURE_C } from '../../core/cell/temperature.ts';
import { readJsonText } from '../../core/text/strict-json.ts';
import { assertProtocol, type Protocol, type Segment } from '../../core/protocol/protocol.ts';

const manifestSchema = z.object({
  n: z.number().int().positive(),
  temperature_c: z.number().optional(),
  param_ids: z.array(z.string()),
  vc: z.object({
    dt_ms: z.number().positive(),
    protocol: z.string(),
    segments_ms_mV0_mV1: z.array(z.tuple([z.number(), z.number(), z.number()])),
  }),
  ap: z.object({ dt_ms: z.number().positive() }),
  cells: z.array(
    z.looseObject({
      Rs_MOhm: z.number().optional(),
      uncomp: z.number().optional(),
      Cm_pF: z.number().optional(),
      vc_art_scale: z.number().optional(),
      'frac_within_0.1mV_of_-60': z.number().optional(),
    }),
  ),
});

/** A folder of reference cells: true multipliers, clamp currents and action potentials. See shared/validation. */
export interface ReferenceSet {
  readonly cells: number;
  readonly protocol: Protocol;
  readonly sampleRateHz: number;
  readonly apDtMs: number;
  /** Of clamp and action potentials, degC. */
  readonly temperatureC: number;
  multipliers(cell: number): Float64Array;
  /** Ideal clamp, pA/pF. */
  cleanCurrent(cell: number): Float32Array;
  /** Through electrode and amplifier, with noise, pA/pF. */
  artefactCurrent(cell: number): Float32Array;
  voltage(cell: number): Float32Array;
  /** True for cells that slide on the fCa switch: their cycle length is ill-conditioned in any solver. */
  slides(cell: number): boolean;
  /** Conditions that a rig would have known of the artefact recording. */
  rigKnows(cell: number): {
    readonly seriesResistanceMohm: number;
    readonly compensationPercent: number;
    readonly membraneCapacitancePf: number;
  };
}

const HOLDING_MV = -80;
const SLIDING = 0.05;

export function openReferenceSet(folder: string): ReferenceSet {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path))
    throw new Error(`${folder} is not a set of reference cells: manifest.json is missing. Expected a folder like shared/validation.`);
  const parsed = manifestSchema.safeParse(readJsonText(readFileSync(path, 'utf8'), { origin: path, advice: 'Correct the file.' }));
  if (!parsed.success)
    throw new Error(
      `${path} is not a manifest of reference cells: ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}.`,
    );
  const manifest = parsed.data;
  const expected = DEFAULT_CELL.varied.map((p) => p.id);
  if (manifest.param_ids.join() !== expected.join())
    throw new Error(`${path}: the parameter ids are not the ${expected.length} of this program, in order.`);
  const segments = manifest.vc.segments_ms_mV0_mV1.map(([durationMs, from, to]): Segment =>
    from === to ? { kind: 'step', voltageMv: from, durationMs } : { kind: 'ramp', startMv: from, endMv: to, durationMs },
  );
  const protocol = assertProtocol({ id: manifest.vc.protocol, name: manifest.vc.protocol, source: path, holdingMv: HOLDING_MV, segments });
  const open = <T extends Float32Array | Float64Array | Int16Array>(name: string, type: new (b: ArrayBuffer) => T): T => {
    const bytes = readFileSync(join(folder, name));
    return new type(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  };
  const row = <T extends { length: number; subarray(a: number, b: number): T }>(array: T, cell: number): T => {
    const width = array.length / manifest.n;
    return array.subarray(cell * width, (cell + 1) * width);
  };
  const lazy = <T>(make: () => T): (() => T) => {
    let made: T | undefined;
    return () => (made ??= make());
  };
  const multipliers = lazy(() => open('params_mult.f64', Float64Array));
  const clean = lazy(() => open('vc_clean.f32', Float32Array));
  const artefact = lazy(() => {
    if (!existsSync(join(folder, 'vc_art.i16')))
      throw new Error(
        `${folder} has no recordings through electrode and amplifier (vc_art.i16). Choose the condition clean or noise:S, or another set.`,
      );
    return open('vc_art.i16', Int16Array);
  });
  const ap = lazy(() => open('ap_clean.f32', Float32Array));
  const stated = (cell: number, key: 'Rs_MOhm' | 'uncomp' | 'Cm_pF' | 'vc_art_scale'): number => {
    const value = manifest.cells[cell]?.[key];
    if (value === undefined) throw new Error(`${path}: cell ${cell} has no ${key}.`);
    return value;
  };
  return {
    cells: manifest.n,
    protocol,
    sampleRateHz: Math.round(1000 / manifest.vc.dt_ms),
    apDtMs: manifest.ap.dt_ms,
    temperatureC: manifest.temperature_c ?? PUBLISHED_TEMPERATURE_C,
    multipliers: (cell) => row(multipliers(), cell),
    cleanCurrent: (cell) => row(clean(), cell).slice(),
    artefactCurrent: (cell) => Float32Array.from(row(artefact(), cell), (v) => v * stated(cell, 'vc_art_scale')),
    voltage: (cell) => row(ap(), cell),
    slides: (cell) => (manifest.cells[cell]?.['frac_within_0.1mV_of_-60'] ?? 0) > SLIDING,
    rigKnows: (cell) => ({
      seriesResistanceMohm: stated(cell, 'Rs_MOhm'),
      compensationPercent: 100 * (1 - stated(cell, 'uncomp')),
      membraneCapacitancePf: stated(cell, 'Cm_pF'),
    }),
  };
}
