import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClampObserver } from '../src/core/experiment/clamp-observer.ts';
import { levenbergMarquardt } from '../src/core/inference/levenberg-marquardt.ts';
import type { ClampModel } from '../src/core/inference/clamp-fit.ts';
import type { Protocol } from '../src/core/protocol/protocol.ts';
import { PopulationKernel } from '../src/core/simulate/kernel.ts';
import { beatCells, withSealLeak } from '../src/core/twin/ensemble.ts';
import { chooseBackend } from '../src/inference/backend/index.ts';
import { ModelLibrary } from '../src/inference/model-library.ts';
import type { Predictor } from '../src/inference/network/index.ts';
import { drawStage } from '../src/inference/twin/stages/draw.ts';
import { guessStage } from '../src/inference/twin/stages/guess.ts';
import { searchStage } from '../src/inference/twin/stages/search.ts';
import { needed, type InferenceState, type StageContext } from '../src/inference/twin/stages/stage.ts';
import { temperStage } from '../src/inference/twin/stages/temper.ts';
import {
  BLANK_MS,
  DISCREPANCY,
  judgedCells,
  livingProblem,
  recordingOf,
  setupOf,
  type JudgedCell,
} from './living-network/living-recording.ts';

const root = join(import.meta.dirname, '..');
const CELLS = join(root, '..', 'shared', 'data', 'ipsc-optimised');
const FIT = { iterations: 60, tolerance: 0.5, relativeTolerance: 2e-3 };
const QUIET: StageContext = { report: () => undefined, rest: () => Promise.resolve(), estimate: () => undefined, aborted: () => false };

/**
 * Living cells of the optimised clamp, which no network has seen, from their clamp alone: one fit from the prior's middle and one from the
 * network's answer, then the search, temper and draw that follow the answer in a refined twin. Seconds are of the processor, one thread.
 */
export async function benchLivingNetwork(): Promise<object> {
  const protocol = JSON.parse(readFileSync(join(root, 'resources', 'protocols', 'clark2022.json'), 'utf8')) as Protocol;
  const kernel = await PopulationKernel.load(readFileSync(join(root, 'resources', 'kernel', 'kernik2019.wasm')));
  const backend = await chooseBackend({ prefer: 'wasm', wasmDir: join(root, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist') });
  const { predictor } = await new ModelLibrary(join(root, 'resources', 'models'), backend).forProtocol(protocol, 2000, 37, 'living');
  if (predictor?.card?.cell !== 'living') throw new Error('Expected a network for living cells in resources/models, found none.');
  const setup = setupOf(
    protocol,
    kernel.model.scales.map(({ id }) => id),
  );
  const observer = new ClampObserver(kernel, setup);
  const rows: object[] = [];
  for (const cell of judgedCells(CELLS)) {
    const row = await judge(cell, { protocol, kernel, observer, predictor });
    rows.push(row);
    console.error(JSON.stringify(row));
  }
  return { network: predictor.card.id, weights: predictor.card.weightsSha256.slice(0, 8), cells: rows };
}

interface Tools {
  readonly protocol: Protocol;
  readonly kernel: PopulationKernel;
  readonly observer: ClampObserver;
  readonly predictor: Predictor;
}

async function judge(cell: JudgedCell, { protocol, kernel, observer, predictor }: Tools): Promise<object> {
  const setup = setupOf(
    protocol,
    kernel.model.scales.map(({ id }) => id),
  );
  const { model, problem, noise, residual } = livingProblem(observer, setup, cell.currentPaPf);
  const does = (thetas: readonly Float64Array[]): string[] => beatsOf(kernel, model, thetas);
  const fit = async (from: Float64Array): Promise<object> => {
    const before = model.simulations;
    const { seconds, value } = await timed(() => levenbergMarquardt(problem, from, FIT));
    const [beat] = does([value.theta]);
    return { residualPaPf: residual(value.simulated), cost: value.cost, simulations: model.simulations - before, seconds, beat };
  };
  const start: InferenceState = {
    request: {
      recording: recordingOf(cell, protocol),
      method: 'refined',
      seed: 1,
      setting: { clamp: setup, cell: 'living', blankMs: BLANK_MS, discrepancy: DISCREPANCY },
      model,
      predictor,
    },
    ...{
      before: 0,
      budget: Infinity,
      noise,
      noiseModel: null,
      problem,
      answer: null,
      guess: null,
      found: null,
      search: null,
      posterior: null,
    },
  };
  const asked = await timed(() => guessStage.run(start, QUIET));
  const answer = needed(asked.value.guess?.coordinates ?? null, 'answer of a network for living cells').z;
  const before = model.simulations;
  const refined = await timed(async () => {
    let state = asked.value;
    for (const stage of [searchStage, temperStage, drawStage]) state = await stage.run(state, QUIET);
    return state;
  });
  const simulations = model.simulations - before;
  const { theta, draws } = needed(refined.value.posterior, 'posterior');
  const at = (z: Float64Array): number => residual(problem.simulate([z])[0] ?? new Float64Array(0));
  const members = does(draws);
  return {
    cell: cell.name,
    does: cell.does,
    answer: { seconds: asked.seconds, residualPaPf: at(answer), beat: does([answer])[0], unlike: asked.value.answer?.unlikeFeatures },
    fromMiddle: await fit(new Float64Array(answer.length)),
    fromNetwork: await fit(answer),
    refined: {
      residualPaPf: at(theta),
      seconds: refined.seconds,
      simulations,
      beat: does([theta])[0],
      membersAlike: members.filter((beat) => beat.startsWith(cell.does)).length,
      members: members.length,
      medianMemberResidualPaPf: draws.map(at).sort((a, b) => a - b)[draws.length >> 1],
    },
  };
}

/** With the seal leak, as the cell was recorded: 'rests', or 'beats' and how often, ms. */
function beatsOf(kernel: PopulationKernel, model: ClampModel, thetas: readonly Float64Array[]): string[] {
  const cells = thetas.map((theta) => model.cell(theta));
  return beatCells(
    kernel,
    cells.map(({ values, artefacts }) => withSealLeak(values, artefacts.leakNsPf, kernel.model)),
  ).map(({ outcome, features }) =>
    outcome === 'beating' || outcome === 'irregular' ? `beats every ${features.cycleLengthMs?.toFixed(0) ?? '?'} ms` : 'rests',
  );
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly seconds: number; readonly value: T }> {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, value };
}
