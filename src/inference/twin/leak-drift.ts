import { addedWaveform } from '../../core/inference/added-waveform.ts';
import type { ClampModel } from '../../core/inference/clamp-fit.ts';
import type { LearnedPrior } from '../../core/inference/learned-prior.ts';
import { residualCorrelation, standardised } from '../../core/inference/residual-correlation.ts';
import { sensitivities } from '../../core/inference/sensitivities.ts';
import { binRecording } from '../../core/observation/observation-bins.ts';
import { sampleCommand } from '../../core/protocol/protocol.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import type { Setting } from './clamp-setup.ts';
import { observedClamp } from './observed-clamps.ts';

/** How the conductance of the seal changes along a recording, evenly from its start to its end. */
export interface LeakDrift {
  /** Change over the protocol, and its SD, nS/pF. */
  readonly changeNsPf: number;
  readonly sdNsPf: number;
}

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
function growingLeak({ protocol, sampleRateHz }: VoltageClampRecording, model: ClampModel, theta: Float64Array): Float64Array {
  const { bins } = model;
  const { offsetMv } = model.artefacts(theta);
  const { capacitanceRatio } = model.recordedAs(theta);
  const last = bins.to.at(-1) ?? 1;
  return binRecording(
    bins,
    sampleCommand(protocol, sampleRateHz).map((mv, k) => capacitanceRatio * (k / last - 0.5) * (mv + offsetMv)),
  );
}
