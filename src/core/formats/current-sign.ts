import type { ImportedRecording } from './imported.ts';
import { shownText } from './shown-text.ts';
import { siUnit } from './si-unit.ts';

/** Below this no sodium or calcium channel opens: current follows the voltage (leak, IK1, If, capacitance), V. */
const CLOSED_BELOW_V = -0.045;
const LEAST_STEP_V = 0.004;
/** The command must be constant this long before a step and after it, s. */
const STILL_S = 0.003;
const LOOK_S = 0.008;
/** Of both, the part next to the step is left out: transients, which a command that is late by a sample shows before it too, s. */
const BEFORE_STEP_S = 0.001;
const AFTER_STEP_S = 0.004;
const LEAST_STEPS = 3;
const MOST_SWEEPS = 50;

/**
 * A sentence where the current falls when the voltage rises although all channels are closed: its sign, or the
 * command's, is reversed. Null where it does not, or where no step shows it.
 */
export function reversedCurrent(recording: ImportedRecording): string | null {
  const { sampleRateHz, channels, sweeps, commands } = recording;
  const current = channels.findIndex(({ unit }) => /^current/.test(siUnit(unit)?.quantity ?? ''));
  const command = commands.find(({ unit }) => siUnit(unit)?.quantity === 'voltage');
  const recorded = channels.findIndex(({ unit }) => siUnit(unit)?.quantity === 'voltage');
  if (sampleRateHz === null || current < 0 || (command === undefined && recorded < 0)) return null;
  const toVolt = siUnit(command?.unit ?? channels[recorded]!.unit)!.factor;
  const still = Math.max(2, Math.round(STILL_S * sampleRateHz));
  const look = Math.max(2, Math.round(LOOK_S * sampleRateHz));
  const [early, late] = [BEFORE_STEP_S, AFTER_STEP_S].map((seconds) => Math.max(1, Math.round(seconds * sampleRateHz))) as [number, number];
  let [along, against] = [0, 0];
  sweeps.slice(0, MOST_SWEEPS).forEach(({ data }, s) => {
    const volts = command?.sweep(s) ?? data[recorded]!;
    for (const at of steps(volts, toVolt, still, look)) {
      const change =
        mean(data[current]!, at + Math.min(late, look - 1), at + look) - mean(data[current]!, at - still, at - Math.min(early, still - 1));
      if (Math.sign(change) === Math.sign(volts[at]! - volts[at - 1]!)) along++;
      else if (change !== 0 && !Number.isNaN(change)) against++;
    }
  });
  if (against < LEAST_STEPS || along > 0.2 * against) return null;
  return (
    `Channel "${shownText(channels[current]!.name, 40)}" falls in ${against} of ${along + against} steps where the voltage rises ` +
    `below ${CLOSED_BELOW_V * 1000} mV, and the other way round: the sign of the current or of the command is probably reversed.`
  );
}

/** Samples at which the voltage jumps between two levels at which channels are closed, after being constant. */
function steps(volts: Float32Array, toVolt: number, still: number, look: number): number[] {
  const found: number[] = [];
  let since = 0;
  const end = volts.length - look;
  let before = volts[0]!;
  for (let i = 1; i < end; i++) {
    const value = volts[i]!;
    if (value === before) continue;
    const last = before;
    before = value;
    const stood = i - since >= still;
    since = i;
    // A recorded voltage with noise changes at every sample: nothing more is looked at there.
    if (!stood) continue;
    const from = last * toVolt;
    const to = value * toVolt;
    if (Math.abs(to - from) < LEAST_STEP_V || from > CLOSED_BELOW_V || to > CLOSED_BELOW_V) continue;
    if (volts.subarray(i, i + look).every((held) => held === value)) found.push(i);
  }
  return found;
}

/** Of the values that are numbers: lost samples are none. NaN where all are lost. */
function mean(values: Float32Array, from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}
