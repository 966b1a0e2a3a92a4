import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { valuesFromMultipliers } from '../src/core/cell/cell-values.ts';
import { NO_ARTEFACTS } from '../src/core/experiment/artefacts.ts';
import { ClampSimulator, HOLD_MS } from '../src/core/experiment/clamp-simulator.ts';
import { simulateFreeLanes } from '../src/core/experiment/free-simulator.ts';
import { sampleMultipliers } from '../src/core/population/sample-cells.ts';
import { parseProtocol } from '../src/core/protocol/parse-protocol.ts';
import { segmentEndMv, segmentStartMv, type Protocol } from '../src/core/protocol/protocol.ts';
import { createRandom } from '../src/core/random/random.ts';
import { PopulationKernel } from '../src/core/simulate/kernel.ts';
import { simulateClamp } from '../src/core/simulate/reference-clamp.ts';
import { simulateFree } from '../src/core/simulate/reference-free.ts';
import { applyRows, sparseRows } from '../src/core/simulate/sampling.ts';
import { KERNEL_GRID, KERNEL_HOLD_GRID } from '../src/core/simulate/step-grid.ts';
import { analyseBeats } from '../src/core/beat/beats.ts';
import { cpuMs, median, rmsPercent, round } from './measure.ts';
import { myokitPython, PeerUnavailable, runMyokit, type PeerJob } from './peers/myokit.ts';

/**
 * The population kernel against Myokit's CVODES simulation of the same cells and protocol: CPU time of one core, same machine,
 * same run, each with its accuracy against the readable reference engine. Prints one JSON line.
 */
const root = join(import.meta.dirname, '..');
const CELLS = 8;
const ROUNDS = 5;
const AP_MS = 10_000;
/** Myokit's defaults, then a tolerance at which stiff cells count as exact. */
const TOLERANCES = [
  [1e-6, 1e-4],
  [1e-8, 1e-8],
] as const;
/** Required agreement of Myokit at its tight tolerance with the reference engine before anything is timed, % of range. */
const AGREEMENT_PERCENT = 0.05;
const WANTED = { vc: 100, ap10s: 10 };

/** Hold and protocol as three piecewise constant signals: V = base + slope (t - start). */
function pacing(protocol: Protocol): NonNullable<PeerJob['events']> {
  const events = { base: [[protocol.holdingMv, 0, HOLD_MS]], slope: [], start: [] } as {
    [name in 'base' | 'slope' | 'start']: [number, number, number][];
  };
  let at = HOLD_MS;
  for (const segment of protocol.segments) {
    // Times on a grid of 1e-6 ms, so that each event ends where the next starts.
    const end = Math.round((at + segment.durationMs) * 1e6) / 1e6;
    const from = segmentStartMv(segment);
    const slope = (segmentEndMv(segment) - from) / segment.durationMs;
    events.base.push([from, at, end - at]);
    if (slope !== 0) {
      events.slope.push([slope, at, end - at]);
      events.start.push([at, at, end - at]);
    }
    at = end;
  }
  return events;
}

function benchClamp(python: string, kernel: PopulationKernel, cells: Float64Array[]): object {
  const protocol = parseProtocol(readFileSync(join(root, 'resources/protocols/clark2022-rounded.json'), 'utf8'));
  const simulator = new ClampSimulator(kernel, protocol, 'ideal', { grid: KERNEL_GRID, hold: KERNEL_HOLD_GRID });
  const durationMs = protocol.segments.reduce((sum, { durationMs: d }) => sum + d, 0);
  // Between the kernel's own samples' edges: 0.05 ms off the 0.1 ms grid on which segments end.
  const timesMs = Array.from({ length: Math.floor(durationMs * 10) - 1 }, (_, k) => k / 10 + 0.05);
  const rows = sparseRows(
    simulator.grid,
    timesMs.map((time) => [[time, 1]] as const),
  );
  const truths = cells.map((values) => {
    const { current } = simulateClamp(values, protocol, { holdS: HOLD_MS / 1000, sampleRateHz: 20_000 });
    return Float64Array.from(timesMs, (_, k) => current[2 * k + 1] ?? NaN);
  });
  const peer = runMyokit(python, {
    clamped: true,
    events: pacing(protocol),
    durationMs: HOLD_MS + durationMs,
    cells,
    tolerances: TOLERANCES,
    timesMs: timesMs.map((t) => HOLD_MS + t),
  });
  const peers = TOLERANCES.map(([absolute, relative], i) => {
    const runs = peer.runs[i] ?? [];
    const rms = runs.map(({ values }, c) => rmsPercent(values, truths[c] ?? []));
    return {
      absolute,
      relative,
      msPerCell: median(runs.map((run) => run.cpuMs)),
      steps: median(runs.map((run) => run.steps)),
      rmsPctMedian: median(rms),
      rmsPctMax: Math.max(...rms),
    };
  });
  const tight = peers.at(-1)?.rmsPctMedian ?? NaN;
  if (!(tight <= AGREEMENT_PERCENT))
    throw new Error(
      `Myokit's currents should agree with the reference engine within ${AGREEMENT_PERCENT} % of range before timing; the median ` +
        `is ${tight} %.`,
    );

  const all = (): void => {
    for (let i = 0; i < CELLS; i += 4) simulator.simulate(cells.slice(i, i + 4), [NO_ARTEFACTS, NO_ARTEFACTS, NO_ARTEFACTS, NO_ARTEFACTS]);
  };
  for (let i = 0; i < 5; i++) all();
  const msPerCell = median(
    Array.from(
      { length: ROUNDS },
      () =>
        cpuMs(() => {
          for (let i = 0; i < 4; i++) all();
        }) /
        (4 * CELLS),
    ),
  );
  const rms = cells.map((values, c) => {
    const trace = new Float32Array(rows.rows);
    applyRows(rows, simulator.simulate([values], [NO_ARTEFACTS]), 4, 0, trace);
    return rmsPercent(trace, truths[c] ?? []);
  });
  return {
    kernel: { msPerCell: round(msPerCell), rmsPctMedian: round(median(rms)), rmsPctMax: round(Math.max(...rms)) },
    myokit: peers.map((p) => ({
      ...p,
      msPerCell: round(p.msPerCell),
      rmsPctMedian: round(p.rmsPctMedian),
      rmsPctMax: round(p.rmsPctMax),
      ratio: round(p.msPerCell / msPerCell, 3),
    })),
    wanted: WANTED.vc,
  };
}

function benchBeats(python: string, kernel: PopulationKernel, cells: Float64Array[]): object {
  const timesMs = Array.from({ length: AP_MS + 1 }, (_, k) => k);
  const features = (voltage: ArrayLike<number>): { cl: number | null; apd90: number | null } => {
    const { cycleLengthMs, apd90Ms } = analyseBeats(Float32Array.from(voltage), 1).features;
    return { cl: cycleLengthMs, apd90: apd90Ms };
  };
  const references = cells.map((values) => simulateFree(values, { settleS: 0, seconds: AP_MS / 1000, outputDtMs: 1 }).voltageMv);
  const truths = references.map(features);
  const errors = (
    traces: readonly ArrayLike<number>[],
  ): { cycleLengthErrPctMedian: number; apd90ErrPctMedian: number; beating: number } => {
    const off = (key: 'cl' | 'apd90'): number[] =>
      traces.flatMap((trace, i) => {
        const own = features(trace)[key];
        const truth = truths[i]?.[key] ?? null;
        return own === null || truth === null ? [] : [(100 * Math.abs(own - truth)) / truth];
      });
    return { cycleLengthErrPctMedian: round(median(off('cl'))), apd90ErrPctMedian: round(median(off('apd90'))), beating: off('cl').length };
  };
  const peer = runMyokit(python, { clamped: false, events: null, durationMs: AP_MS, cells, tolerances: TOLERANCES, timesMs });
  const peers = TOLERANCES.map(([absolute, relative], i) => {
    const runs = peer.runs[i] ?? [];
    return {
      absolute,
      relative,
      msPerCell: median(runs.map((run) => run.cpuMs)),
      steps: median(runs.map((run) => run.steps)),
      ...errors(runs.map((run) => run.values)),
    };
  });
  const tight = peers.at(-1)?.cycleLengthErrPctMedian ?? NaN;
  if (!(tight <= AGREEMENT_PERCENT * 2))
    throw new Error(
      `Myokit's cycle lengths should agree with the reference engine within ${AGREEMENT_PERCENT * 2} % before timing; the median ` +
        `is ${tight} %.`,
    );

  const free = { settleS: 0, seconds: AP_MS / 1000, outputDtMs: 1 };
  const all = (): Float32Array[] =>
    Array.from({ length: CELLS / 4 }, (_, i) => simulateFreeLanes(kernel, cells.slice(4 * i, 4 * i + 4), free).voltageMv).flat();
  for (let i = 0; i < 5; i++) all();
  const msPerCell = median(
    Array.from(
      { length: ROUNDS },
      () =>
        cpuMs(() => {
          for (let i = 0; i < 3; i++) all();
        }) /
        (3 * CELLS),
    ),
  );
  return {
    kernel: { msPerCell: round(msPerCell), ...errors(all()) },
    myokit: peers.map((p) => ({ ...p, msPerCell: round(p.msPerCell), ratio: round(p.msPerCell / msPerCell, 3) })),
    wanted: WANTED.ap10s,
    myokitVersion: peer.version,
    sundials: peer.sundials,
  };
}

try {
  const python = myokitPython();
  const kernel = await PopulationKernel.load(readFileSync(join(root, 'resources/kernel/kernik2019.wasm')));
  const population = createRandom(404);
  const cells = Array.from({ length: CELLS }, (_, i) =>
    valuesFromMultipliers(i === 0 ? new Float64Array(52).fill(1) : sampleMultipliers(population, i)),
  );
  const ap10s = benchBeats(python, kernel, cells);
  const vc = benchClamp(python, kernel, cells);
  console.log(JSON.stringify({ bench: 'peers', cells: CELLS, cpu: cpus()[0]?.model ?? 'unknown', node: process.version, vc, ap10s }));
} catch (error) {
  if (!(error instanceof PeerUnavailable)) throw error;
  console.log(JSON.stringify({ bench: 'peers', skipped: error.message }));
}
