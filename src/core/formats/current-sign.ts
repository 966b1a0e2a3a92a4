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
/** A current is looked for so long behind a step, while that lasts, s: the transient may be blanked. */
const SETTLED_S = 0.2;
/** A step may be on its way for so long between its levels, s: a filter, or a command that was taken from a recorded voltage. */
const EDGE_S = 0.0015;
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
  return reversedIn(
    sweeps.slice(0, MOST_SWEEPS).map(({ data }, s) => ({ volts: command?.sweep(s) ?? data[recorded]!, current: data[current]! })),
    toVolt,
    sampleRateHz,
    channels[current]!.name,
  );
}

/**
 * The same of traces: a command, or a voltage without noise, and the current beside it. Samples without a value do not count.
 * @param toVolt one unit of the voltage, V
 * @param name of the current's channel, for the sentence
 */
export function reversedIn(
  traces: readonly { readonly volts: Float32Array; readonly current: Float32Array }[],
  toVolt: number,
  sampleRateHz: number,
  name: string,
): string | null {
  const still = Math.max(2, Math.round(STILL_S * sampleRateHz));
  const look = Math.max(2, Math.round(LOOK_S * sampleRateHz));
  const settled = Math.round(SETTLED_S * sampleRateHz);
  const edge = Math.max(1, Math.round(EDGE_S * sampleRateHz));
  const ahead = Math.min(still - 1, Math.max(1, Math.round(BEFORE_STEP_S * sampleRateHz)));
  const behind = Math.min(look - 1, Math.max(1, Math.round(AFTER_STEP_S * sampleRateHz)));
  let [along, against] = [0, 0];
  for (const { volts, current } of traces) {
    for (const { left, at } of steps(volts, toVolt, { still, look, edge })) {
      const [from, to] = valuesOf(current, volts, at, at + settled);
      const up = volts[at]! > volts[left]!;
      const before = mean(current, left + 1 - still, left + 1 - ahead);
      const begin = Math.max(from, at + behind);
      const early = mean(current, begin, Math.min(to, begin + look - behind)) - before;
      const late = mean(current, Math.max(begin, to - look + behind), to) - before;
      if (!Number.isFinite(early) || early === 0) continue;
      // Compensation that is set too high turns a transient round, but not what follows it.
      if (early > 0 !== up && late > 0 !== up) against++;
      else if (early > 0 === up && late > 0 === up) along++;
    }
  }
  if (against < LEAST_STEPS || along > 0.2 * against) return null;
  return (
    `Channel "${shownText(name, 40)}" falls in ${against} of ${along + against} steps where the voltage rises ` +
    `below ${CLOSED_BELOW_V * 1000} mV, and the other way round: the sign of the current or of the command is probably reversed.`
  );
}

/** From the first sample behind a step that has a current to the end of the step, or to `most`. */
function valuesOf(current: Float32Array, volts: Float32Array, at: number, most: number): readonly [number, number] {
  let to = at;
  while (to < Math.min(most, current.length) && volts[to] === volts[at]) to++;
  let from = at;
  while (from < to && !Number.isFinite(current[from]!)) from++;
  return [from, to];
}

/** Steps between two levels at which channels are closed: the last sample of the first, which was held, and the first of the second. */
function steps(
  volts: Float32Array,
  toVolt: number,
  { still, look, edge }: { readonly still: number; readonly look: number; readonly edge: number },
): { readonly left: number; readonly at: number }[] {
  const found: { left: number; at: number }[] = [];
  let left: number | null = null;
  let since = 0;
  const { length } = volts;
  for (let i = 1; i <= length; i++) {
    const level = volts[since];
    while (i < length && volts[i] === level) i++;
    // A recorded voltage with noise changes at every sample: it holds no level.
    const held = i - since;
    if (held >= look && left !== null && since - left <= edge) {
      const from = volts[left]! * toVolt;
      const to = volts[since]! * toVolt;
      if (Math.abs(to - from) >= LEAST_STEP_V && from <= CLOSED_BELOW_V && to <= CLOSED_BELOW_V) found.push({ left, at: since });
    }
    if (held >= still) left = i - 1;
    since = i;
  }
  return found;
}

/** Of the samples that have a value; NaN without one. */
function mean(values: Float32Array, from: number, to: number): number {
  let [sum, n] = [0, 0];
  for (let i = from; i < to; i++)
    if (Number.isFinite(values[i]!)) {
      sum += values[i]!;
      n++;
    }
  return sum / n;
}
