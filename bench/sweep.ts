import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { valuesFromMultipliers } from '../src/core/cell/cell-values.ts';
import { DEFAULT_CELL } from '../src/core/cell/models.ts';
import { drugDose } from '../src/core/drug/drug-dose.ts';
import { parseDrugTable } from '../src/core/drug/drug-table.ts';
import { labSpread } from '../src/core/drug/lab-spread.ts';
import { multiplesOfCmax } from '../src/core/drug/plan-experiment.ts';
import { inCondition, sweepCondition } from '../src/core/drug/sweep-condition.ts';
import { sweepCells } from '../src/core/drug/sweep-cells.ts';
import type { SweepOutcome } from '../src/core/drug/sweep-outcome.ts';
import { planSweep, type SweepRequest } from '../src/core/drug/sweep-plan.ts';
import { isArrest } from '../src/core/drug/washed-cell.ts';
import { sampleMultipliers } from '../src/core/population/sample-cells.ts';
import { createRandom } from '../src/core/random/random.ts';
import { LANES } from '../src/core/simulate/kernel-layout.ts';
import { PopulationKernel } from '../src/core/simulate/kernel.ts';
import { FAST_LIMITS, simulateFree } from '../src/core/simulate/reference-free.ts';
import { runPlan } from '../src/inference/sweep/run-plan.ts';
import { SweepThreads } from '../src/inference/sweep/sweep-threads.ts';
import { cpuMs, median, round } from './measure.ts';
import { myokitPython, PeerUnavailable, runMyokit } from './peers/myokit.ts';

/**
 * Experiments on two threads against the scalar engine of the project, and free running of a population against Myokit, in one run:
 * ratios of processor time. The targets in seconds are for two quiet cores.
 */
const root = join(import.meta.dirname, '..');
const KERNEL = join(root, 'resources', 'kernel', 'kernik2019.wasm');
const SCALAR_CELLS = 3;
const WHAT_IF_ROUNDS = 9;
/** The first of the population, for Myokit. */
const PEER_CELLS = 200;
const OWN_ROUNDS = 3;
/** Of the population; TWINCLAMP_BENCH_CELLS names another number, for instance 10000. */
const POPULATION = 400;

export async function benchSweep(): Promise<object> {
  const kernel = await PopulationKernel.load(readFileSync(KERNEL));
  const threads = new SweepThreads(kernel, {
    helpers: 1,
    kernelPath: KERNEL,
    workerScript: new URL('../src/inference/sweep/sweep-worker.ts', import.meta.url),
  });
  const drugs = parseDrugTable(readFileSync(join(root, 'resources', 'drugs', 'drugs.json'), 'utf8'));
  const { entry } = drugDose(drugs, { drug: 'dofetilide', concentrationNm: 2 });
  const random = createRandom(11);
  const members = Array.from({ length: 100 }, (_, i) => valuesFromMultipliers(sampleMultipliers(random, i, 0.1)));
  const condition = sweepCondition({ paceMs: 1000, ik1: 1 });
  const request = (count: number): SweepRequest => ({
    model: DEFAULT_CELL,
    twin: DEFAULT_CELL.baseline(),
    members: members.slice(0, count),
    entry,
    concentrationsNm: multiplesOfCmax(entry.freeCmaxNm ?? 1),
    beside: [],
    condition,
    spread: labSpread(drugs),
    seed: 1,
    shares: false,
  });
  try {
    const small = await timed(request(24), threads);
    const large = await timed(request(100), threads);
    const scalarMs = scalarPerCell(members.slice(0, SCALAR_CELLS).map((values) => inCondition(values, condition, DEFAULT_CELL)));
    const perCellMs = (1000 * large.cpuSeconds) / large.simulations;
    const pair = [members[0], members[1]].map((values) => inCondition(values ?? DEFAULT_CELL.baseline(), condition, DEFAULT_CELL));
    const whatIf = Array.from({ length: WHAT_IF_ROUNDS }, () => {
      const start = performance.now();
      sweepCells(kernel, pair, condition, ['currents', 'currents']);
      return performance.now() - start;
    });
    return {
      twentyFourMembers: { ...small, wantedSeconds: 8, met: small.seconds <= 8 },
      hundredMembers: { ...large, wantedSeconds: 30, met: large.seconds <= 30 },
      firstCurveMs: { ms: small.firstCurveMs, wantedMs: 1000, met: small.firstCurveMs <= 1000 },
      whatIfMs: { ms: round(median(whatIf)), wantedMs: 100, met: median(whatIf) <= 100 },
      againstScalar: { scalarMsPerCell: round(scalarMs), msPerCell: round(perCellMs), ratio: round(scalarMs / perCellMs) },
      population: population(kernel),
    };
  } finally {
    await threads.close();
  }
}

async function timed(request: SweepRequest, threads: SweepThreads) {
  const start = performance.now();
  const before = process.cpuUsage();
  let firstCurveMs = NaN;
  const plan = planSweep(request);
  await runPlan(plan, threads, {
    onLevels: () => {
      if (Number.isNaN(firstCurveMs)) firstCurveMs = Math.round(performance.now() - start);
    },
  });
  const { user, system } = process.cpuUsage(before);
  const cpuSeconds = round((user + system) / 1e6);
  return { simulations: plan.runs.length, seconds: round((performance.now() - start) / 1000), cpuSeconds, firstCurveMs };
}

/** Processor time of a cell with the scalar engine and the steps of a twin, 30 s paced. */
function scalarPerCell(cells: readonly Float64Array[]): number {
  const pacing = { periodMs: 1000, durationMs: 2, amplitude: 20 };
  const times = cells.map((values) =>
    cpuMs(() => simulateFree(values, { settleS: 20, seconds: 10, outputDtMs: 0.5, limits: FAST_LIMITS, pacing })),
  );
  return median(times);
}

/**
 * Milliseconds a cell of one core, free running, and of Myokit for the same time of the first cells of that population: as drawn, and
 * those of them that beat. Half of a population rests, which CVODES steps over in a few hundred steps: means over both tell the work.
 */
function population(kernel: PopulationKernel): object {
  const count = Number(process.env['TWINCLAMP_BENCH_CELLS'] ?? POPULATION);
  const random = createRandom(7);
  const condition = sweepCondition({ settleS: 20, seconds: 10 });
  const cells = Array.from({ length: count }, (_, i) => valuesFromMultipliers(sampleMultipliers(random, i)));
  const shared = cells.slice(0, PEER_CELLS);
  const outcomes = sweepCells(kernel, shared, condition).map(({ outcome }) => outcome);
  const beats = shared.map((_, i) => !isArrest(outcomes[i] as SweepOutcome));
  const ms = cpuMs(() => sweepCells(kernel, cells, condition)) / count;
  const own = { cells: count, secondsOfCell: 30, msPerCell: round(ms), cellsPerSecond: round(1000 / ms) };
  const beating = shared.filter((_, i) => beats[i]);
  // No lane is left idle.
  beating.length -= beating.length % LANES;
  /** Rounds before and after Myokit, as others may use the machine. */
  const timed = (group: readonly Float64Array[]): number[] =>
    Array.from({ length: OWN_ROUNDS }, () => cpuMs(() => sweepCells(kernel, group, condition)) / group.length);
  const before = [timed(shared), timed(beating)] as const;
  try {
    const peer = runMyokit(myokitPython(), {
      clamped: false,
      events: null,
      durationMs: 30_000,
      cells: shared,
      tolerances: [[1e-6, 1e-4]],
      timesMs: [29_000],
      observedFromMs: 20_000,
    });
    const peerMs = (peer.runs[0] ?? []).map(({ cpuMs }) => cpuMs);
    const ratios = (name: 'asDrawn' | 'beating', group: readonly Float64Array[], at: 0 | 1, all: readonly number[]): object => {
      const ownMs = median([...before[at], ...timed(group)]);
      const theirs = mean(all);
      return { [name]: { cells: all.length, msPerCell: round(ownMs), myokitMsPerCell: round(theirs), ratio: round(theirs / ownMs) } };
    };
    return {
      ...own,
      myokit: {
        version: peer.version,
        ...ratios('asDrawn', shared, 0, peerMs),
        ...ratios(
          'beating',
          beating,
          1,
          peerMs.filter((_, i) => beats[i]),
        ),
        wantedRatio: 30,
      },
    };
  } catch (error) {
    if (error instanceof PeerUnavailable) return { ...own, myokit: error.message };
    throw error;
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
