import { assertProtocol } from '../../../core/protocol/protocol.ts';
import { RigError } from '../rig-error.ts';
import type { RecordRequest } from './record-request.ts';
import { RECORD_DEFAULTS } from './record-request.ts';
import { PIECE_US } from './run-plan.ts';

/** A protocol's items are counted in 16 bits (docs/riglink.md); that none lasts longer than 32 bits of microseconds follows from the longest protocol. */
const MOST_ITEMS = 0xffff;
const LONGEST_PIECES_S = (MOST_ITEMS * PIECE_US) / 1e6;
const BATH_C = { least: 0, most: 60 } as const;

/**
 * A run that can be played, looked at before anything reaches the cell and before memory is taken for it.
 * @param sampleRatesHz rates of the device
 * @throws RigError refused
 */
export function assertRequest(request: RecordRequest, sampleRatesHz: readonly number[]): void {
  const refuse = (message: string): never => {
    throw new RigError('refused', message);
  };
  const check = (name: string, unit: string, value: number | undefined, least: number, most: number): void => {
    // Written so that NaN fails.
    if (value === undefined || (value >= least && value <= most)) return;
    refuse(`Expected ${name} of ${least} to ${most} ${unit}, got ${value}. Correct it.`);
  };
  const { protocol, holdSeconds = RECORD_DEFAULTS.holdSeconds, sampleRateHz = RECORD_DEFAULTS.sampleRateHz } = request;
  try {
    assertProtocol(protocol);
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
  }
  check('a hold', 's', holdSeconds, 0, LONGEST_PIECES_S);
  check('a recording without clamp', 's', request.spontaneousSeconds, 0, LONGEST_PIECES_S);
  const items = protocol.segments.length + Math.ceil((holdSeconds * 1e6) / PIECE_US);
  if (items > MOST_ITEMS) refuse(`Expected at most ${MOST_ITEMS} items for hold and protocol, got ${items}. Shorten one of them.`);
  if (!sampleRatesHz.includes(sampleRateHz)) {
    refuse(`Expected a sampling rate of ${sampleRatesHz.slice(0, 8).join(', ')} Hz, got ${sampleRateHz} Hz. Choose one of these.`);
  }
  check('a compensation', '%', request.compensationPercent, 0, 100);
  check('a junction potential', 'mV', request.junctionPotentialMv, -50, 50);
  check('a largest current', 'pA', request.largestCurrentPa, 0, 1e9);
  check('a bath temperature', 'degC', request.temperatureC, BATH_C.least, BATH_C.most);
}
