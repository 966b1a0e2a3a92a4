import type { AmplifierCapabilities } from '../../../core/amplifier/capabilities.ts';
import { highestFilterHz } from '../../../core/amplifier/recording-setup.ts';
import { usualRateHz } from '../../../core/amplifier/usual-rate.ts';
import { leakTrain, leakWords, MOST_LEAK_SAMPLES, type LeakPlan } from '../../../core/protocol/leak-sweeps.ts';
import { assertProtocol, protocolSampleCount } from '../../../core/protocol/protocol.ts';
import { RigError } from '../rig-error.ts';
import { mostItems } from './most-items.ts';
import type { RecordRequest } from './record-request.ts';
import { RECORD_DEFAULTS } from './record-request.ts';
import { PIECE_US } from './run-plan.ts';

const BATH_C = { least: 0, most: 60 } as const;

/**
 * Checks that a run can be played, before anything reaches the cell and before memory is allocated for it.
 * @throws RigError refused
 */
export function assertRequest(request: RecordRequest, capabilities: AmplifierCapabilities): void {
  const { modes, compensates } = capabilities;
  const most = mostItems(capabilities);
  const longestPiecesS = (most * PIECE_US) / 1e6;
  const refuse = (message: string): never => {
    throw new RigError('refused', message);
  };
  const check = (name: string, unit: string, value: number | undefined, least: number, most: number): void => {
    // Written so that NaN fails.
    if (value === undefined || (value >= least && value <= most)) return;
    refuse(`Expected ${name} of ${least} to ${most} ${unit}, got ${value}. Correct it.`);
  };
  const { protocol, holdSeconds = RECORD_DEFAULTS.holdSeconds } = request;
  try {
    assertProtocol(protocol);
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
  }
  check('a hold', 's', holdSeconds, 0, longestPiecesS);
  check('a recording without clamp', 's', request.spontaneousSeconds, 0, longestPiecesS);
  const items = protocol.segments.length + Math.ceil((holdSeconds * 1e6) / PIECE_US);
  if (items > most) refuse(`Expected at most ${most} items for hold and protocol, got ${items}. Shorten one of them.`);
  const sampling = samplingProblem(request, capabilities);
  if (sampling !== null) refuse(sampling);
  const leak = request.leak == null ? null : leakRunProblem(request, request.leak, capabilities);
  if (leak !== null) refuse(leak);
  check('a recording without clamp before the protocol', 's', request.spontaneousBeforeSeconds, 0, longestPiecesS);
  if ((request.spontaneousBeforeSeconds ?? 0) > 0 && request.spontaneousSeconds <= 0) {
    refuse('Expected a time without clamp after the protocol where there is one before it, got 0 s. Set both, or none.');
  }
  if (request.spontaneousSeconds > 0 && !modes.includes('I0')) {
    refuse('Expected a device that records the potential without clamp, this one does not. Set the time without clamp to 0 s.');
  }
  if (
    !compensates &&
    ((request.compensationPercent ?? 0) !== 0 || (request.predictionPercent ?? 0) !== 0 || (request.junctionPotentialMv ?? 0) !== 0)
  ) {
    refuse('Expected a device that compensates, this one does not. Leave compensation and junction potential at 0.');
  }
  check('a compensation', '%', request.compensationPercent, 0, 100);
  check('a prediction', '%', request.predictionPercent, 0, 100);
  check('a junction potential', 'mV', request.junctionPotentialMv, -50, 50);
  check('a largest current', 'pA', request.largestCurrentPa, 0, 1e9);
  check('a bath temperature', 'degC', request.temperatureC, BATH_C.least, BATH_C.most);
}

/** Of rate and filter; null: the device offers them. */
function samplingProblem(
  { sampleRateHz, filterHz }: RecordRequest,
  capabilities: Pick<AmplifierCapabilities, 'sampleRatesHz' | 'currentRangesPa' | 'outputFilter'>,
): string | null {
  const { sampleRatesHz, outputFilter } = capabilities;
  if (sampleRateHz !== undefined && !sampleRatesHz.includes(sampleRateHz))
    return `Expected a sampling rate of ${sampleRatesHz.slice(0, 8).join(', ')} Hz, got ${sampleRateHz} Hz. Choose one of these.`;
  const { lowestHz } = outputFilter;
  const highestHz = highestFilterHz(capabilities, sampleRateHz ?? usualRateHz(capabilities));
  if (filterHz === undefined || (Number.isInteger(filterHz) && filterHz >= lowestHz && filterHz <= highestHz)) return null;
  return `Expected a filter of ${lowestHz} to ${highestHz} Hz for this device and rate, got ${filterHz} Hz. Correct it.`;
}

/** Of sub-sweeps for leak subtraction; null: they can be played. */
function leakRunProblem({ protocol, sampleRateHz }: RecordRequest, plan: LeakPlan, capabilities: AmplifierCapabilities): string | null {
  const rateHz = sampleRateHz ?? usualRateHz(capabilities);
  const train = leakTrain(protocol, plan, rateHz);
  try {
    assertProtocol(train);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const words = leakWords(plan);
  const most = mostItems(capabilities);
  const items = train.segments.length + Math.ceil((RECORD_DEFAULTS.leakHoldSeconds * 1e6) / PIECE_US);
  if (items > most)
    return `Expected ${words} sub-sweeps of at most ${most} items, got ${items}. Take a smaller N or a protocol with fewer steps.`;
  const samples = protocolSampleCount(train, rateHz);
  if (samples > MOST_LEAK_SAMPLES)
    return `Expected ${words} sub-sweeps of at most ${MOST_LEAK_SAMPLES} samples, got ${samples}. Take a smaller N or a shorter protocol.`;
  return null;
}
