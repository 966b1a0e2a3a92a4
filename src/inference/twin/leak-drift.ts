import { addedWaveform } from '../../core/inference/added-waveform.ts';
import type { ClampModel } from '../../core/inference/clamp-fit.ts';
import type { LearnedPrior } from '../../core/inference/learned-prior.ts';
import { normal } from '../../core/inference/coordinate.ts';
import { levenbergMarquardt, type FitParameter } from '../../core/inference/levenberg-marquardt.ts';
import { residualCorrelation, standardised } from '../../core/inference/residual-correlation.ts';
import { sensitivities } from '../../core/inference/sensitivities.ts';
import { binRecording } from '../../core/observation/observation-bins.ts';
import { sampleCommand } from '../../core/protocol/protocol.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import type { Setting } from './clamp-setup.ts';
import { observedClamp } from './observed-clamps.ts';
import type { LeakDrift } from './seal-drift.ts';

/** A correlation of neighbours nearer to 1 does not say how many of them are independent. */
const MOST_CORRELATED = 0.98;

/**
 * The drift of the seal that a recording shows beyond its twin: a leak that grows evenly with time, fitted beside all parameters, which
 * move along with it. What is left then widens the SD: by chi2, and by the share of an independent observation that each one is.
 * @param recording without what is no observation
 * @returns null where nothing can be said
 */
export function leakDrift(
  recording: VoltageClampRecording,
  setting: Setting,
  model: ClampModel,
  theta: Float64Array,
  prior: LearnedPrior | null,
): LeakDrift | null {
  const { observed, sigma } = observedClamp({ recording, setting, model });
  const [simulated = new Float64Array(0)] = model.simulate([theta]);
  const weight = sigma.map((sd) => (Number.isFinite(sd) ? 1 / sd : 0));
  const residual = standardised({ observed, sigma }, simulated).map((z, r) => ((weight[r] as number) > 0 ? z : 0));
  const columns = sensitivities(model.parameters, (thetas) => model.simulate(thetas), theta, simulated, true, weight);
  const found = addedWaveform(
    {
      residual,
      columns: columns.map((column) => column.map((value, r) => ((weight[r] as number) > 0 ? value : 0))),
      ...(prior === null ? {} : { precision: prior.precision }),
      fromCentre: theta.map((z, i) => z - (prior?.centre[i] ?? 0)),
    },
    growingLeak(recording, model, theta).map((value, r) => value * (weight[r] as number)),
  );
  if (found === null) return null;
  const correlation = residualCorrelation(found.left, sigma);
  if (correlation === null) return null;
  const observations = weight.reduce((sum, one) => sum + (one > 0 ? 1 : 0), 0);
  const chi2 = found.left.reduce((sum, z) => sum + z * z, 0) / observations;
  const lag1 = correlation.lag1 <= correlation.chance ? 0 : Math.min(MOST_CORRELATED, correlation.lag1);
  return { changeNsPf: found.amplitude, sdNsPf: found.sd * Math.sqrt((Math.max(1, chi2) * (1 + lag1)) / (1 - lag1)) };
}

/** Current of a seal leak that is 1 nS/pF larger at the end than at the start and adds none on average, one value a bin. */
function growingLeak(recording: VoltageClampRecording, model: ClampModel, theta: Float64Array): Float64Array {
  return binRecording(model.bins, sampledLeak(recording, model, theta));
}

/** The same, one value a sample; after the protocol it stays as it ended. */
function sampledLeak({ protocol, sampleRateHz }: VoltageClampRecording, model: ClampModel, theta: Float64Array): Float64Array {
  const { offsetMv } = model.artefacts(theta);
  const { capacitanceRatio } = model.recordedAs(theta);
  const last = model.bins.to.at(-1) ?? 1;
  return Float64Array.from(sampleCommand(protocol, sampleRateHz), (mv, k) => capacitanceRatio * (k / last - 0.5) * (mv + offsetMv));
}

/**
 * The current of a recording without the drift of its seal, pA/pF.
 * @param recording without what is no observation
 */
export function withoutDrift(
  recording: VoltageClampRecording,
  { model, theta }: { readonly model: ClampModel; readonly theta: Float64Array },
  { changeNsPf }: Pick<LeakDrift, 'changeNsPf'>,
): Float32Array {
  const leak = sampledLeak(recording, model, theta);
  return recording.currentPaPf.map((paPf, k) => paPf - changeNsPf * (leak[Math.min(k, leak.length - 1)] ?? 0));
}

const FIT = { iterations: 40, tolerance: 0.05, relativeTolerance: 1e-5 };
/** SD of the drift before it is fitted, nS/pF: as large as the seal itself. */
const USUAL_DRIFT = 0.04;

/**
 * The drift of a seal once it is seen to drift, fitted as a parameter beside all others from the middle of the prior: a fit without it has
 * gone where its current looks like a drift.
 * @param recording without what is no observation
 * @param found by leakDrift
 */
export async function fittedDrift(
  recording: VoltageClampRecording,
  setting: Setting,
  model: ClampModel,
  prior: LearnedPrior | null,
  found: LeakDrift,
): Promise<LeakDrift | null> {
  const { observed, sigma } = observedClamp({ recording, setting, model });
  const n = model.parameters.length;
  const drift: FitParameter = { id: 'leakDriftNsPf', coordinate: normal(0, USUAL_DRIFT), step: USUAL_DRIFT / 20, longestMove: 1 };
  const problem = {
    parameters: [...model.parameters, drift],
    observed,
    sigma,
    simulate: (thetas: readonly Float64Array[]) =>
      model.simulate(thetas.map((z) => z.subarray(0, n))).map((current, k) => {
        const whole = thetas[k] as Float64Array;
        const leak = growingLeak(recording, model, whole.subarray(0, n));
        return current.map((paPf, r) => paPf + USUAL_DRIFT * (whole[n] as number) * (leak[r] as number));
      }),
    ...(prior === null ? {} : { centre: Float64Array.of(...prior.centre, 0), precision: bordered(prior.precision, n) }),
  };
  const middle = prior?.centre ?? new Float64Array(n);
  const start = Float64Array.of(...middle, found.changeNsPf / USUAL_DRIFT);
  const fit = await levenbergMarquardt(problem, start, FIT);
  const changeNsPf = USUAL_DRIFT * (fit.theta[n] as number);
  const at = fit.theta.slice(0, n);
  const left = { ...recording, currentPaPf: withoutDrift(recording, { model, theta: at }, { changeNsPf }) };
  const sd = leakDrift(left, setting, model, at, prior)?.sdNsPf;
  return sd === undefined ? null : { changeNsPf, sdNsPf: sd };
}

/** A precision with one more parameter of SD 1. */
function bordered(precision: Float64Array, n: number): Float64Array {
  const whole = new Float64Array((n + 1) * (n + 1));
  for (let i = 0; i < n; i++) whole.set(precision.subarray(i * n, (i + 1) * n), i * (n + 1));
  whole[whole.length - 1] = 1;
  return whole;
}
