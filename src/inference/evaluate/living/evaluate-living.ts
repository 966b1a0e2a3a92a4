import type { LearnedPrior } from '../../../core/inference/learned-prior.ts';
import type { ClampModel } from '../../../core/inference/clamp-fit.ts';
import type { PopulationKernel } from '../../../core/simulate/kernel.ts';
import type { ApFeatures } from '../../../core/beat/ap-features.ts';
import type { TwinEvidence } from '../../../core/twin/twin.ts';
import { recordingCrc } from '../../../core/trace/recording-crc.ts';
import type { LivingMode } from '../../living/living-request.ts';
import type { TwinContext, TwinMaker } from '../../twin/twin-maker.ts';
import { classOf, cycleSdMs, judgeLiving, shownBy } from './judge-living.ts';
import type { LivingCell } from './living-set.ts';
import type { LivingClass, LivingRow } from './living-row.ts';
import { potentialStretches } from './potential-stretches.ts';

/** A prior for a cell out of a named population, the cell itself left out. */
export type PriorFor = (cell: { readonly name: string; readonly crcs: readonly number[] }) => {
  readonly of: ((model: ClampModel) => LearnedPrior) | null;
  readonly name: TwinEvidence['prior'];
};

export interface LivingEvaluation {
  readonly mode: LivingMode;
  readonly seed: number;
  readonly priorFor: PriorFor;
  readonly context: Pick<TwinContext, 'signal' | 'onProgress'>;
  /** In seconds, of any clock that goes on. */
  readonly now: () => number;
}

const NOTHING: ApFeatures = { beats: 0, cycleLengthMs: null, apd50Ms: null, apd90Ms: null, mdpMv: null, peakMv: null, dvdtMaxVs: null };

/** Whether and as what a cell is judged: by the set's own word, else by its potential. */
export function judgedAs(cell: LivingCell): LivingClass | null {
  if (cell.class === 'beats' || cell.class === 'rests') return cell.class;
  const potential = cell.class === null ? cell.potential('pre') : null;
  return potential === null ? null : classOf(shownBy(potential));
}

/** The twin of one cell of a set, held against the cell's own potential. A cell that no twin could be made of counts as wrong. */
export async function evaluateLivingCell(
  maker: TwinMaker,
  kernel: PopulationKernel,
  cell: LivingCell,
  does: LivingClass,
  { mode, seed, priorFor, context, now }: LivingEvaluation,
): Promise<LivingRow> {
  const recording = cell.clamp('pre');
  const potential = cell.potential('pre');
  if (recording === null || potential === null) throw new Error(`${cell.name}: expected vc_pre.csv and ap_pre.csv. Complete the set.`);
  const crc = recordingCrc(recording);
  const prior = priorFor({ name: cell.name, crcs: [crc, potential.crc32] });
  const { fitted, later } = mode === 'clamp' ? { fitted: potential, later: null } : potentialStretches(potential);
  const row = {
    cell: cell.name,
    mode,
    class: does,
    recorded: shownBy(fitted).features,
    cycleSdMs: cycleSdMs(potential),
    priorCells: prior.name?.cells ?? 0,
    later: later === null ? null : shownBy(later).features,
  };
  const began = now();
  try {
    const posterior = await maker.infer(
      {
        recording,
        cellName: cell.name,
        recordingName: 'vc_pre.csv',
        recordingCrc32: crc,
        method: 'fit',
        seed,
        mode: 'rig',
        living: { mode, potential: fitted, paced: [], prior: prior.of, priorName: prior.name, leftOut: [] },
        createdAt: '',
        program: '',
      },
      { predictor: null, networkProblem: null, backend: null, ...context },
    );
    const seconds = now() - began;
    return { ...row, ...judgeLiving(kernel, recording, posterior, does, row.recorded.cycleLengthMs), seconds, failed: null };
  } catch (error) {
    if (context.signal?.aborted === true) throw error;
    return {
      ...row,
      twin: does === 'beats' ? 'rests' : 'beats',
      predicted: NOTHING,
      ensemble: { cycleLengthMs: null, apd50Ms: null, apd90Ms: null, mdpMv: null, peakMv: null },
      alike: 0,
      residualPaPf: NaN,
      residualRatio: null,
      chi2PerSample: null,
      alarms: [],
      seconds: now() - began,
      failed: error instanceof Error ? error.message : String(error),
      values: {},
      members: [],
    };
  }
}
