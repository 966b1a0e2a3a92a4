import { valuesFromParams } from '../../core/cell/cell-values.ts';
import { PUBLISHED_TEMPERATURE_C } from '../../core/cell/temperature.ts';
import type { ClampModel } from '../../core/inference/clamp-fit.ts';
import { ivAnalysis } from '../../core/baselines/iv-analysis.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import { simulateClamp } from '../../core/simulate/reference-clamp.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import type { IvAnswer } from './contestant.ts';

const HOLD_S = 10;

/** Current of the published cell under an ideal clamp, which readings are compared with. */
export function publishedCurrent(protocol: Protocol, sampleRateHz: number, temperatureC: number = PUBLISHED_TEMPERATURE_C): Float32Array {
  return simulateClamp(valuesFromParams({ multipliers: {}, temperatureC }), protocol, { holdS: HOLD_S, sampleRateHz }).current;
}

/** Conductances as read, within the bounds of the population of all methods; all other parameters stay at the middle of the prior. */
export function ivAnswer(recording: VoltageClampRecording, model: ClampModel, published: Float32Array): IvAnswer {
  const began = performance.now();
  const analysis = ivAnalysis(recording, published);
  const theta = new Float64Array(model.parameters.length);
  for (const { parameter, multiplier } of analysis.readings) {
    const at = model.indexOf(parameter);
    if (multiplier !== null) theta[at] = model.parameters[at]?.coordinate.of(multiplier) ?? NaN;
  }
  return { model, theta, estimates: model.multipliers(theta), analysis, seconds: (performance.now() - began) / 1000, simulations: 0 };
}
