import type { FitParameter } from './levenberg-marquardt.ts';
import type { LivingOutput } from './living-targets.ts';

/** What a network for living cells answers, one value an output: of the logarithm where it has one. */
export interface LivingAnswer {
  readonly outputs: readonly LivingOutput[];
  readonly mean: ArrayLike<number>;
  readonly sd: ArrayLike<number>;
  /** How their errors go together, row-major; null where the network does not answer. */
  readonly correlation: Float64Array | null;
}

/** The same in the coordinates of a fit, one value a parameter. */
export interface AnswerCoordinates {
  readonly z: Float64Array;
  /** In z; 0 of what the network does not answer, whose z is the prior's middle. */
  readonly sd: Float64Array;
  /** Row-major; null where the network does not answer. */
  readonly correlation: Float64Array | null;
}

/** A network's answer as a fit sees it, whatever the prior of the fit: in z no less is known than the prior does. */
export function answerCoordinates(
  parameters: readonly FitParameter[],
  { outputs, mean, sd, correlation }: LivingAnswer,
): AnswerCoordinates {
  const n = parameters.length;
  const at = parameters.map(({ id }) => outputs.findIndex((output) => output.id === id));
  const z = new Float64Array(n);
  const spread = new Float64Array(n);
  parameters.forEach(({ coordinate }, i) => {
    const k = at[i] ?? -1;
    const output = outputs[k];
    if (!output) return;
    const value = output.logarithm ? Math.exp(mean[k] as number) : (mean[k] as number);
    z[i] = coordinate.of(value);
    const ofValue = output.logarithm ? value * (sd[k] as number) : (sd[k] as number);
    spread[i] = Math.min(1, ofValue / Math.abs(coordinate.slope(z[i] ?? 0)));
  });
  if (!correlation) return { z, sd: spread, correlation: null };
  const together = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const [k, l] = [at[i] ?? -1, at[j] ?? -1];
      together[i * n + j] = i === j ? 1 : k < 0 || l < 0 ? 0 : (correlation[k * outputs.length + l] as number);
    }
  }
  return { z, sd: spread, correlation: together };
}
