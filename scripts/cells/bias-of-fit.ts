import { observedClamp } from '../../src/inference/twin/observed-clamps.ts';
import { settingOf } from '../../src/inference/twin/clamp-setup.ts';
import type { TwinMaker } from '../../src/inference/index.ts';
import { withoutGridError } from '../../src/inference/twin/without-grid-error.ts';
import { levenbergMarquardt } from '../../src/core/inference/levenberg-marquardt.ts';
import { binRecording } from '../../src/core/observation/observation-bins.ts';
import type { VoltageClampRecording } from '../../src/core/trace/recording.ts';

/** What a fit makes of a record without noise that its model should be able to carry. */
export interface BiasOfFit {
  /** Moves of the varied parameters from the true cell, in SDs of the posterior; rms of all, and the largest by id. */
  readonly rms: number;
  readonly largest: readonly (readonly [id: string, sds: number])[];
  /** Misfit that is left, in the SDs of a recording with noise. */
  readonly chi2: number;
}

const LARGEST = 3;

/**
 * Fits a record without noise from the true cell, with the SDs of the same record with noise and a prior that is centred on the true
 * multipliers: a model that can carry the record does not move, and what moves is an error of model or record.
 */
export async function biasOfFit(
  maker: TwinMaker,
  noiseless: VoltageClampRecording,
  noisy: VoltageClampRecording,
  multipliers: readonly number[],
): Promise<BiasOfFit> {
  const setting = settingOf(noisy, 'rig');
  const model = maker.model(setting.clamp);
  const { sigma } = observedClamp({ recording: noisy, setting, model });
  const { varied } = model.cellModel;
  const centre = Float64Array.from(model.parameters, ({ coordinate }, i) => (i < varied.length ? coordinate.of(multipliers[i] ?? NaN) : 0));
  const problem = { ...model.problem(binRecording(model.bins, noiseless.currentPaPf), sigma), centre };
  const options = { iterations: 60, tolerance: 0.05, relativeTolerance: 1e-5, central: true };
  const found = await levenbergMarquardt(problem, centre, options);
  const {
    modes: [{ theta, covariance, chi2 }],
  } = await withoutGridError(model, problem, [found], options);
  const moves = varied.map(({ id }, i) => {
    const sd = Math.sqrt(covariance[i * theta.length + i] ?? NaN);
    return [id, ((theta[i] ?? NaN) - (centre[i] ?? NaN)) / sd] as const;
  });
  const largest = [...moves].sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).slice(0, LARGEST);
  return { rms: Math.sqrt(moves.reduce((sum, [, move]) => sum + move ** 2, 0) / moves.length), largest, chi2 };
}
