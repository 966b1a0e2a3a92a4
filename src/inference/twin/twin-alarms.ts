import { concentrationWords } from '../../core/cell/bath-mm.ts';
import { PUBLISHED_TEMPERATURE_C } from '../../core/cell/temperature.ts';
import { cellKindOf } from '../../core/trace/cell-kind.ts';
import { parameterLabel } from '../../core/cell/parameter-label.ts';
import { rigIdParts } from '../../core/experiment/rig-id.ts';
import { rigLabel } from '../../core/experiment/rig-parameters.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import { fitFailed } from '../../core/twin/fit-failed.ts';
import type { TwinFit } from '../../core/twin/twin.ts';
import type { Posterior } from './infer-posterior.ts';
import { clippingAlarms } from './recording-checks.ts';

/** chi2 above which, and correlation of neighbours from which, a residual is not white. */
const SHAPED_CHI2 = 1.1;
const SHAPED_CORRELATION = 0.2;
const NETWORK_MISS_PERCENT = 8;
/** Parameters this many SDs from the centre are at the edge of the prior. */
const EDGE = 3;
/** Share of features outside the training population from which a recording counts as unlike it. */
const UNLIKE_SHARE = 0.01;
/** Degrees beyond a network's training temperatures that raise an alarm. */
const TEMPERATURE_MARGIN_C = 1.5;

export interface AlarmContext {
  readonly method: 'network' | 'refined' | 'fit';
  readonly hasNetwork: boolean;
  readonly networkProblem: string | null;
  /** Temperatures that the network was trained at, degC; null without one. */
  readonly networkTemperatureC: readonly [low: number, high: number] | null;
  readonly features: number | null;
  /** The cell is a living one and the network was trained on simulated ones. */
  readonly foreignNetwork: boolean;
  /** Budget of the search in simulations; null: until it has converged. */
  readonly simulations: number | null;
}

/** Reasons not to trust a twin, a sentence each. */
export function twinAlarms(recording: VoltageClampRecording, posterior: Posterior, fit: TwinFit, context: AlarmContext): string[] {
  return [
    ...clippingAlarms(recording),
    ...searchAlarms(posterior, context),
    ...misfitAlarms(recording, posterior, fit),
    ...temperatureAlarms(recording),
    ...boundsAlarms(posterior, context),
  ];
}

/** Alarms on the method. */
function searchAlarms(posterior: Posterior, context: AlarmContext): string[] {
  const alarms: string[] = [];
  if (context.method === 'refined' && !context.hasNetwork) {
    alarms.push(`${context.networkProblem ?? 'No network for this protocol.'} The fit started from the population mean instead.`);
  }
  if (context.simulations !== null && posterior.simulations >= context.simulations) {
    alarms.push(
      `The search was ended after ${context.simulations} simulations, before it had converged: another cell may fit the ` +
        `recording better, and intervals are those at its last point.`,
    );
  }
  if (context.foreignNetwork && context.method === 'network') {
    alarms.push(
      'The network was trained on simulated cells, and this is a living one: two steps were made from its answer within the wide prior ' +
        'of living cells, and no search. Refine the twin.',
    );
  }
  const unlike = posterior.unlikeFeatures ?? 0;
  // A search from the wide prior does not rest on what such a network answers.
  const restsOnNetwork = context.method === 'network' || !context.foreignNetwork;
  if (restsOnNetwork && context.features !== null && unlike > UNLIKE_SHARE * context.features) {
    alarms.push(
      `The current is unlike anything in the population the network was trained on (${unlike} of ${context.features} features ` +
        `are outside): do not trust its answer.`,
    );
  }
  return alarms;
}

/** What may be wrong with what was stated, and what to do. */
function suspects({ conditions }: VoltageClampRecording): string {
  const { temperatureC, seriesResistanceMohm, filterHz } = conditions;
  const unknown = [
    ...(temperatureC === undefined ? ['temperature'] : []),
    ...(seriesResistanceMohm === undefined ? ['series resistance'] : []),
    ...(filterHz === undefined && seriesResistanceMohm !== 0 ? ['filter'] : []),
  ];
  return unknown.length > 0
    ? `Not stated: ${unknown.join(', ')}. State what is known, check the protocol, and infer again.`
    : `Suspects: a temperature other than ${String(temperatureC)} °C, the compensation, the protocol. Correct what is wrong ` +
        `and infer again.`;
}

/** The temperature decides on every rate, so it is never assumed without a word. */
function temperatureAlarms(recording: VoltageClampRecording): string[] {
  if (cellKindOf(recording) === 'simulated' || recording.conditions.temperatureC !== undefined) return [];
  return [
    `The temperature of the recording is not stated, and ${PUBLISHED_TEMPERATURE_C} °C were assumed: every rate depends on ` +
      'it. State it under Conditions on the Review desk, or with "session correct", and infer again.',
  ];
}

/** Alarms on the residual. */
function misfitAlarms(recording: VoltageClampRecording, posterior: Posterior, fit: TwinFit): string[] {
  const alarms: string[] = [];
  if (posterior.result && fitFailed(fit)) {
    alarms.push(
      `The fit cannot reach the noise (chi2 per observation ${fit.chi2PerSample.toFixed(2)}, expected about 1): the model does ` +
        `not reproduce this recording, so do not trust the parameters. ${suspects(recording)}`,
    );
  } else if (posterior.result && fit.chi2PerSample > SHAPED_CHI2 && (fit.residualCorrelation?.lag1 ?? 0) > SHAPED_CORRELATION) {
    alarms.push(
      `The residual is not noise: neighbours are correlated (correlation ` +
        `${(fit.residualCorrelation?.lag1 ?? NaN).toFixed(2)}, of noise at most ` +
        `${(fit.residualCorrelation?.chance ?? NaN).toFixed(2)}), so the recording holds something that the model does not. ` +
        `Intervals may be too narrow.`,
    );
  }
  if (!posterior.result && fit.nrmsePercent > NETWORK_MISS_PERCENT) {
    alarms.push(
      `The network's twin differs from the recording by ${fit.nrmsePercent.toFixed(1)} % of its range: refine it, or do not trust it.`,
    );
  } else if (!posterior.result && fitFailed(fit)) {
    alarms.push(
      `The residual of the network's twin exceeds the noise (chi2 per observation ${fit.chi2PerSample.toFixed(2)}, ` +
        `expected about 1): refine it, or do not trust it.`,
    );
  }
  if (posterior.drawn?.chosen === false) {
    alarms.push(
      `Of ${posterior.drawn.all} cells drawn from the posterior of the current, ${posterior.drawn.alike} do what the cell did ` +
        `without the clamp: the model does not reproduce both, so do not trust the action potential of the twin.`,
    );
  }
  return alarms;
}

/** Alarms on unexpected cells, rigs and temperatures. */
function boundsAlarms(posterior: Posterior, context: AlarmContext): string[] {
  const alarms: string[] = [];
  // Rig and fixed currents too: a fit with such an extreme rig explains the recording by something else.
  const extreme = posterior.model.parameters.filter((_, i) => Math.abs(posterior.theta[i] ?? 0) > EDGE);
  const atEdge = extreme.map(({ id }) => {
    const { id: base, recording } = rigIdParts(id);
    return `${rigLabel(base) ?? parameterLabel(id)}${recording === 1 ? '' : ` of clamp ${recording}`}`;
  });
  if (posterior.result && atEdge.length > 0) alarms.push(`At the edge of the prior: ${atEdge.join(', ')}.`);
  const { temperatureC, bathMm } = posterior.setup;
  const range = context.networkTemperatureC;
  const restsOnNetwork = context.hasNetwork && (context.method === 'network' || (context.method === 'refined' && !context.foreignNetwork));
  if (restsOnNetwork && bathMm !== undefined) {
    alarms.push(
      `Recorded with ${concentrationWords(bathMm)} outside; the network was trained in the published solution, so its answer is ` +
        'biased by the difference.',
    );
  }
  if (
    (context.method === 'network' || (context.method === 'refined' && !context.foreignNetwork)) &&
    range &&
    (temperatureC < range[0] - TEMPERATURE_MARGIN_C || temperatureC > range[1] + TEMPERATURE_MARGIN_C)
  ) {
    alarms.push(
      `Recorded at ${temperatureC} degC; the network was trained at ` +
        `${range[0] === range[1] ? range[0] : `${range[0]} to ${range[1]}`} degC, so its answer is biased by the difference.`,
    );
  }
  return alarms;
}
