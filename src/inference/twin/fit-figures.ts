import type { FitProblem } from '../../core/inference/levenberg-marquardt.ts';
import type { ObservationBins } from '../../core/observation/observation-bins.ts';
import { residualCorrelation, standardised } from '../../core/inference/residual-correlation.ts';
import type { TwinFit } from '../../core/twin/twin.ts';

/** The residual after a step is assessed from this time on, ms. */
const AFTER_STEPS_MS = 0.5;

/** Agreement of a simulated record with the observations that count. */
export function fitFigures(problem: FitProblem, theta: Float64Array, noise: number, iterations: number): TwinFit {
  const [simulated] = problem.simulate([theta]);
  let chi2 = 0;
  let count = 0;
  let square = 0;
  let low = Infinity;
  let high = -Infinity;
  problem.observed.forEach((value, r) => {
    const sigma = problem.sigma[r] ?? Infinity;
    if (!Number.isFinite(sigma)) return;
    const difference = value - (simulated?.[r] ?? NaN);
    chi2 += (difference / sigma) ** 2;
    square += difference ** 2;
    count++;
    low = Math.min(low, value);
    high = Math.max(high, value);
  });
  const rms = Math.sqrt(square / count);
  return {
    nrmsePercent: (100 * rms) / (high - low),
    residualRmsPaPf: rms,
    noisePaPf: noise,
    chi2PerSample: chi2 / count,
    residualCorrelation: simulated ? residualCorrelation(standardised(problem, simulated), problem.sigma) : null,
    residualAfterStepsPaPf: null,
    iterations,
  };
}

/**
 * rms of recorded minus twin current at the full rate from 0.5 ms after each jump of the command on, pA/pF; null where no sample is left.
 */
export function residualAfterSteps(
  { from, to, sinceJumpMs }: ObservationBins,
  recorded: ArrayLike<number>,
  twin: ArrayLike<number>,
): number | null {
  let square = 0;
  let count = 0;
  sinceJumpMs.forEach((since, r) => {
    if (since < AFTER_STEPS_MS) return;
    for (let k = from[r] as number; k < Math.min(to[r] as number, recorded.length, twin.length); k++) {
      const difference = (recorded[k] as number) - (twin[k] as number);
      if (Number.isNaN(difference)) continue;
      square += difference ** 2;
      count++;
    }
  });
  return count === 0 ? null : Math.sqrt(square / count);
}

/** Residual of the full-rate record, without samples that are left out (NaN): rms, and over the range of the recording in %. */
export function residualFigures(recorded: ArrayLike<number>, twin: ArrayLike<number>): Pick<TwinFit, 'nrmsePercent' | 'residualRmsPaPf'> {
  const n = Math.min(recorded.length, twin.length);
  let [square, count] = [0, 0];
  let low = Infinity;
  let high = -Infinity;
  for (let k = 1; k < n; k++) {
    const value = recorded[k] ?? NaN;
    if (Number.isNaN(value)) continue;
    square += (value - (twin[k] ?? NaN)) ** 2;
    count++;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const rms = Math.sqrt(square / count);
  return { nrmsePercent: (100 * rms) / (high - low), residualRmsPaPf: rms };
}
