import { FormatError } from './format-error.ts';
import { roundRate } from './round-rate.ts';

/** Time stamps that stray less than this part of an interval from an even clock are rounded decimals. */
const STRAY = 0.5;

/**
 * The sampling rate of a column of times.
 * @param times in their own unit
 * @param unitS one unit, s
 * @param place where in the file a sample stands, for messages: "Line 12"
 * @throws FormatError naming the line where samples are missing, repeated or off the clock
 */
export function evenClock(times: Float64Array, unitS: number, place: (sample: number) => string): { rateHz: number; startS: number } {
  const n = times.length;
  if (n < 2) throw new FormatError(`Expected at least 2 samples, got ${n}.`);
  const start = times[0]!;
  const mean = (times[n - 1]! - start) / (n - 1);
  const usual = medianStep(times);
  // Times rounded to few digits repeat: the median of their differences is useless, so the whole column gives the step.
  const step = usual > 0 && Math.abs(mean / usual - 1) < 0.3 ? usual : mean;
  if (!(step > 0))
    throw new FormatError(`Expected time to rise, got ${start} first and ${times[n - 1]} last. Choose the column that holds the time.`);
  const grain = coarseness(times, step);
  for (let i = 1; i < n; i++) {
    const jump = times[i]! - times[i - 1]!;
    if (Math.abs(jump - step) <= STRAY * step + grain) continue;
    const missing = Math.round(jump / step) - 1;
    const fault =
      missing > 0
        ? `${missing} ${missing === 1 ? 'sample is' : 'samples are'} missing before it (time ${shown(times[i - 1]!)} is followed ` +
          `by ${shown(times[i]!)}, steps are ${shown(step)})`
        : `time goes from ${shown(times[i - 1]!)} to ${shown(times[i]!)} where steps are ${shown(step)}`;
    throw new FormatError(`${place(i)}: ${fault}. Cut the recording there, or fill in what is missing.`);
  }
  for (let i = 1; i < n; i++) {
    if (Math.abs(times[i]! - start - i * mean) > STRAY * mean + grain) {
      throw new FormatError(
        `${place(i)}: the clock is uneven (expected ${shown(start + i * mean)} here, got ${shown(times[i]!)}). Resample the recording.`,
      );
    }
  }
  return { rateHz: roundRate(1 / (mean * unitS)), startS: start * unitS };
}

const shown = (value: number): string => String(Number(value.toPrecision(7)));

function medianStep(times: Float64Array): number {
  const count = Math.min(times.length - 1, 4001);
  const stride = Math.max(1, Math.floor((times.length - 1) / count));
  const steps = Float64Array.from({ length: count }, (_, k) => times[k * stride + 1]! - times[k * stride]!).sort();
  return steps[count >> 1]!;
}

/** Rounding error of the decimals: the smallest difference of neighbours where some neighbours are equal, else 0. */
function coarseness(times: Float64Array, step: number): number {
  let repeats = 0;
  let smallest = Infinity;
  for (let i = 1; i < times.length; i++) {
    const jump = times[i]! - times[i - 1]!;
    if (jump === 0) repeats++;
    else if (jump > 0 && jump < smallest) smallest = jump;
  }
  return repeats > times.length / 20 && smallest < 100 * step ? smallest : 0;
}
