import { beforeAll, describe, expect, it } from 'vitest';
import { pacedBeat } from '../beat/paced-beat.ts';
import type { RecordedBeat } from '../beat/recorded-beat.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { NO_ARTEFACTS } from '../experiment/artefacts.ts';
import { NO_HISTORY } from '../experiment/cell-history.ts';
import type { ClampedCell } from '../experiment/clamped-cell.ts';
import { FollowedBeat } from '../experiment/followed-beat.ts';
import { simulateFreeLanes } from '../experiment/free-simulator.ts';
import { HeldBeat } from '../experiment/held-beat.ts';
import { simulatorOf } from '../experiment/simulation-task.ts';
import { PopulationKernel } from '../simulate/kernel.ts';
import { kernelBinary } from '../testing/files.testing.ts';
import { logNormal } from './coordinate.ts';
import { jointProblem } from './joint-problem.ts';
import { levenbergMarquardt, type FitParameter } from './levenberg-marquardt.ts';

const DT_MS = 0.1;
const OFFSET_MV = -8;
const PERIOD_MS = 600;
const STIMULUS_MS = 3;
const CONDUCTANCES = ['ical.p_CaL', 'ikr.g_Kr'];
const parameters: FitParameter[] = CONDUCTANCES.map((id) => ({ id, coordinate: logNormal(1, 0.5), step: 0.01, longestMove: 1 }));

function cell(theta: Float64Array): ClampedCell {
  const values = DEFAULT_CELL.baseline();
  parameters.forEach(({ id, coordinate }, i) => {
    const at = DEFAULT_CELL.find(id) ?? -1;
    values[at] = (values[at] ?? NaN) * coordinate.value(theta[i] ?? NaN);
  });
  return { values, artefacts: { ...NO_ARTEFACTS, rsCmMs: 0.2, offsetMv: OFFSET_MV }, history: NO_HISTORY };
}

describe('a paced beat that a fit follows', () => {
  let kernel: PopulationKernel;
  beforeAll(async () => {
    kernel = await PopulationKernel.load(kernelBinary());
  });

  /**
   * Of the published cell.
   * @param amplitude of the stimulus, A/F @param artefactMv that it leaves in the record
   * @param settleS for which the cell was paced before
   */
  function recorded(amplitude: number, artefactMv: number, { settleS = 100, durationMs = STIMULUS_MS } = {}): RecordedBeat {
    const pacing = { periodMs: PERIOD_MS, durationMs, amplitude };
    const {
      voltageMv: [trace = new Float32Array(0)],
    } = simulateFreeLanes(kernel, [cell(new Float64Array(2)).values], { settleS, seconds: 6, outputDtMs: DT_MS, pacing });
    const shown = trace.map((mv, i) => mv - OFFSET_MV + ((i * DT_MS) % PERIOD_MS < durationMs ? artefactMv : 0));
    const found = pacedBeat(shown, DT_MS);
    if ('why' in found) throw new Error(found.why);
    return found.beat;
  }

  /** Multipliers of ICaL and IKr, from a start that is off by 35 %. */
  async function fitted(beat: RecordedBeat): Promise<number[]> {
    const follow = new FollowedBeat(new HeldBeat(kernel, beat));
    const { observed } = follow;
    const sigma = follow.sigma(5, { mostMv: 1, lateMs: 3 });
    const simulate = (thetas: readonly Float64Array[]): Float64Array[] => follow.observe(thetas.map(cell), 5);
    const { theta } = await levenbergMarquardt(jointProblem(parameters, [{ observed, sigma, simulate }]), Float64Array.of(-0.6, 0.6), {
      iterations: 15,
      tolerance: 1e-3,
      relativeTolerance: 1e-4,
    });
    return parameters.map(({ coordinate }, i) => coordinate.value(theta[i] ?? NaN));
  }

  const weak = [
    [12, 0],
    [20, 8],
  ] as const;
  const strong = [
    [40, 20],
    [60, 60],
    [80, 0],
  ] as const;

  it.each([...weak, ...strong])('gives the conductances whatever the stimulus: %f A/F, artefact %f mV', async (amplitude, artefactMv) => {
    for (const multiplier of await fitted(recorded(amplitude, artefactMv))) expect(Math.abs(multiplier - 1)).toBeLessThan(0.08);
  });

  it.each(strong)('moves them where the stimulus is taken for an observation: %f A/F, artefact %f mV', async (amplitude, artefactMv) => {
    const { stimulatedMs: _, ...beat } = recorded(amplitude, artefactMv);
    const off = (await fitted(beat)).map((multiplier) => Math.abs(multiplier - 1));
    expect(Math.max(...off)).toBeGreaterThan(0.15);
  });

  it.each([5, 10])('counts half: concentrations follow a new rate for minutes, stimuli of 15 A/F and %i ms', (durationMs) => {
    const off = [10, 100].map((settleS) => {
      const follow = new FollowedBeat(new HeldBeat(kernel, recorded(15, 0, { settleS, durationMs })));
      const sigma = follow.sigma(5, { mostMv: 1, lateMs: 3 });
      const [row = new Float64Array(0)] = follow.observe([cell(new Float64Array(2))], 5);
      return Math.sqrt(row.subarray(0, -1).reduce((sum, mv, i) => sum + (mv / (sigma[i] ?? NaN)) ** 2, 0) / (row.length - 1));
    });
    console.log(`Stimuli of ${durationMs} ms: off by ${off.map((sds) => sds.toFixed(2)).join(' and ')} SDs after 10 and 100 s of pacing.`);
    expect(off[1]).toBeLessThan(1);
    expect(off[0]).toBeLessThan(2);
  });

  it('is simulated by other threads to the last bit, of several beats each its own', () => {
    const beats = [recorded(20, 0), recorded(60, 60)];
    const cells = [cell(new Float64Array(2)), cell(Float64Array.of(-0.3, 0.4))];
    const [first, second] = beats.map((beat) => {
      const here = new FollowedBeat(new HeldBeat(kernel, beat)).observe(cells, 5);
      // A message to another thread is a structured clone.
      expect(simulatorOf(kernel, structuredClone({ kind: 'followed', beat, timeConstantMs: 5 } as const))(cells)).toEqual(here);
      return here;
    });
    expect(first).not.toEqual(second);
  });

  it('counts no drift of sodium, which follows a new rate for minutes', () => {
    const beat = recorded(20, 0);
    expect(new FollowedBeat(new HeldBeat(kernel, beat)).sigma(5, { mostMv: 1, lateMs: 3 }).at(-1)).toBe(Infinity);
  });
});
