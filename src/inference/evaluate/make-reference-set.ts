import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import { writeFileWhole } from '../../node/files/index.ts';
import { KERNIK2019 } from '../../core/cell/kernik2019/index.ts';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { valuesFromMultipliers } from '../../core/cell/cell-values.ts';
import { phenotypeOf } from '../../core/beat/phenotype.ts';
import { sampleMultipliers } from '../../core/population/sample-cells.ts';
import { segmentEndMv, segmentStartMv, type Protocol } from '../../core/protocol/protocol.ts';
import { createRandom } from '../../core/random/random.ts';
import { simulateClamp } from '../../core/simulate/reference-clamp.ts';
import { FAST_LIMITS, simulateFree } from '../../core/simulate/reference-free.ts';
import type { ReferenceSet } from './reference-set.ts';

export interface ReferenceSetRequest {
  readonly folder: string;
  readonly protocol: Protocol;
  readonly cells: number;
  /** Bath temperature, degC. For cells of another set only 37, the temperature of their action potentials. */
  readonly temperatureC: number;
  /** Cells and action potentials of another set, or a seed to draw new cells from, of which those that beat are taken. */
  readonly from: ReferenceSet | { readonly seed: number };
  readonly signal?: AbortSignal;
  readonly onCell?: (done: number, total: number) => void;
}

const SAMPLE_RATE_HZ = 10_000;
const HOLD_S = 10;
const AP_DT_MS = 1;
const FREE = { settleS: 100, seconds: 10, outputDtMs: AP_DT_MS };

/**
 * Writes a folder of reference cells as `openReferenceSet` reads it, simulated by the readable reference engine (float64, small steps)
 * under ideal clamp: it shares no code with the population kernel, with which networks are trained and twins fitted. Files: params_mult.f64
 * [cells x 52], vc_clean.f32 [cells x samples, pA/pF, 10 kHz], ap_clean.f32 [cells x 10001, mV, 1 kHz, after 100 s], manifest.json last.
 */
export async function makeReferenceSet({
  folder,
  protocol,
  cells,
  temperatureC,
  from,
  signal,
  onCell,
}: ReferenceSetRequest): Promise<void> {
  if (!('seed' in from) && temperatureC !== from.temperatureC) {
    throw new Error(
      `The cells to take beat at ${from.temperatureC} degC, not at ${temperatureC} degC. Leave the temperature out, or draw new ` +
        `cells with a seed.`,
    );
  }
  const source = 'seed' in from ? drawnCells(from.seed, temperatureC) : cellsOf(from);
  const multipliers: Float64Array[] = [];
  const currents: Float32Array[] = [];
  const potentials: Float32Array[] = [];
  for (const cell of source) {
    await otherWork();
    signal?.throwIfAborted();
    multipliers.push(cell.multipliers);
    potentials.push(cell.voltageMv);
    currents.push(
      simulateClamp(valuesAt(cell.multipliers, temperatureC), protocol, { holdS: HOLD_S, sampleRateHz: SAMPLE_RATE_HZ }).current,
    );
    onCell?.(multipliers.length, cells);
    if (multipliers.length === cells) break;
  }
  if (multipliers.length < cells)
    throw new Error(
      `Expected ${cells} cells, the set to take them from has ${multipliers.length}. Ask for fewer, or draw new ones with a seed.`,
    );
  mkdirSync(folder, { recursive: true });
  const write = (name: string, parts: readonly (Float32Array | Float64Array)[]): void => {
    writeFileWhole(
      join(folder, name),
      parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength)),
    );
  };
  write('params_mult.f64', multipliers);
  write('vc_clean.f32', currents);
  write('ap_clean.f32', potentials);
  const manifest = {
    n: cells,
    solver: 'TwinClamp reference engine, float64, steps of 0.002 to 0.05 ms',
    temperature_c: temperatureC,
    selection: 'beats by itself 100 s after the published initial state',
    param_ids: DEFAULT_CELL.varied.map(({ id }) => id),
    vc: {
      dt_ms: 1000 / SAMPLE_RATE_HZ,
      protocol: protocol.id,
      segments_ms_mV0_mV1: protocol.segments.map((segment) => [segment.durationMs, segmentStartMv(segment), segmentEndMv(segment)]),
    },
    ap: { dt_ms: AP_DT_MS },
    cells: potentials.map((voltageMv) => ({ 'frac_within_0.1mV_of_-60': phenotypeOf(voltageMv, AP_DT_MS).slidingShare })),
  };
  writeFileWhole(join(folder, 'manifest.json'), [JSON.stringify(manifest, null, 1)]);
}

const TEMPERATURE = KERNIK2019.index('env.temperatureC');

function valuesAt(multipliers: Float64Array, temperatureC: number): Float64Array {
  const values = valuesFromMultipliers(multipliers);
  values[TEMPERATURE] = temperatureC;
  return values;
}

interface SourceCell {
  readonly multipliers: Float64Array;
  readonly voltageMv: Float32Array;
}

function* cellsOf(set: ReferenceSet): Generator<SourceCell> {
  for (let cell = 0; cell < set.cells; cell++) yield { multipliers: set.multipliers(cell).slice(), voltageMv: set.voltage(cell).slice() };
}

/** Those that beat, found at interactive steps and then run at small ones. */
function* drawnCells(seed: number, temperatureC: number): Generator<SourceCell> {
  const population = createRandom(seed);
  for (let index = 0; ; index++) {
    const multipliers = sampleMultipliers(population, index);
    const values = valuesAt(multipliers, temperatureC);
    if (phenotypeOf(simulateFree(values, { ...FREE, limits: FAST_LIMITS }).voltageMv, AP_DT_MS).outcome !== 'beating') continue;
    const { voltageMv } = simulateFree(values, FREE);
    if (phenotypeOf(voltageMv, AP_DT_MS).outcome === 'beating') yield { multipliers, voltageMv };
  }
}
