import { extremes } from '../extremes.ts';
import { shownText } from '../shown-text.ts';

/** Beyond these no membrane potential and no clamp lies, mV. */
const MOST_MV = 1000;
/** A clamp or potential that never goes this far from 0 is none, mV. */
const LEAST_CLAMP_MV = 20;
/**
 * The highest current that one of a hundred samples passes: what a whole cell carries, pA. And the least that a command moves through it:
 * no membrane is above 20 GOhm, pA/mV; of a cell of 50 pF for densities.
 */
const SUSTAINED_PA = { most: 30_000, leastPerMv: 0.05 } as const;
const SUSTAINED_PA_PF = { most: 1_000, leastPerMv: 0.001 } as const;
/** A command that spans this moves current through any membrane, mV. */
const TELLING_MV = 60;

/**
 * Why a membrane potential or clamp cannot be what its unit says; null where it can.
 * @param unit as the file gives it
 */
export function implausibleVoltage(name: string, unit: string, sweepsMv: readonly Float32Array[]): string | null {
  const { min, max, samples, notFinite } = extremes(sweepsMv);
  if (samples === 0 || notFinite === samples) return `Channel "${shownText(name, 40)}" holds no number.`;
  const most = Math.max(Math.abs(min), Math.abs(max));
  if (most <= MOST_MV) return null;
  const shown = Number(most.toPrecision(4)).toLocaleString('en-US');
  return (
    `Channel "${shownText(name, 40)}" reaches ${shown} mV if its unit is "${shownText(unit, 20)}"; no cell does. ` +
    (most / 1000 >= LEAST_CLAMP_MV && most / 1000 <= MOST_MV
      ? 'Its values are probably mV: say so with a column template or correct the unit.'
      : 'Correct its unit or gain.')
  );
}

/** Sentences on a current whose size no clamped cell has, and why it cannot be used at all where it is one value throughout. */
export function currentProblems(
  name: string,
  sweepsPa: readonly Float32Array[],
  commandSpanMv: number,
  density: boolean,
): { readonly refusal: string | null; readonly notes: readonly string[] } {
  const called = `Channel "${shownText(name, 40)}"`;
  const { min, max, notFinite, samples } = extremes(sweepsPa);
  if (samples === 0 || notFinite === samples) return { refusal: `${called} holds no number.`, notes: [] };
  if (min === max)
    return { refusal: `${called} is ${min} throughout: nothing was recorded, or another channel holds the current.`, notes: [] };
  const [low, high] = percentiles(sweepsPa);
  const { most, leastPerMv } = density ? SUSTAINED_PA_PF : SUSTAINED_PA;
  const unit = density ? 'pA/pF' : 'pA';
  const size = Math.max(Math.abs(low), Math.abs(high));
  const shown = (value: number): string => Number(value.toPrecision(3)).toLocaleString('en-US');
  const notes: string[] = [];
  if (size > most)
    notes.push(
      `${called} reaches ${shown(size)} ${unit} for more than a moment; a whole cell carries less than ${shown(most)}. It is ` +
        `probably a thousand times too large: look at its unit and gain.`,
    );
  if (high - low < leastPerMv * commandSpanMv && commandSpanMv >= TELLING_MV)
    notes.push(
      `${called} spans ${shown(high - low)} ${unit} while the command spans ${Math.round(commandSpanMv)} mV; a whole cell gives ` +
        `more. It is probably a thousand times too small: look at its unit and gain.`,
    );
  for (const [bound, words] of [
    [max, 'highest'],
    [min, 'lowest'],
  ] as const) {
    const share = shareAt(sweepsPa, bound);
    if (share >= CLIPPED)
      notes.push(
        `${called} stays at its ${words} value, ${shown(bound)} ${unit}, in ${Number((100 * share).toPrecision(2))} % of its samples: ` +
          `the amplifier or converter was probably at its limit. Leave these stretches out.`,
      );
  }
  return { refusal: null, notes };
}

/** Less than this part of a recording at its very end may be chance. */
const CLIPPED = 0.002;
/** So many neighbours are alike at a limit; noise moves a current in each sample. */
const ALIKE = 8;

/**
 * Which part of the samples stays at a bound where the current moves everywhere else; 0 where it often stands still, as one without noise
 * or on a coarse grid does.
 */
function shareAt(sweeps: readonly Float32Array[], bound: number): number {
  let [at, elsewhere, total] = [0, 0, 0];
  for (const values of sweeps) {
    total += values.length;
    for (let i = 0; i < values.length;) {
      const value = values[i]!;
      let end = i + 1;
      while (end < values.length && values[end] === value) end++;
      if (end - i >= ALIKE) {
        if (value === bound) at += end - i;
        else elsewhere += end - i;
      }
      i = end;
    }
  }
  return elsewhere < 0.1 * at ? at / total : 0;
}

/** Between which values all but one in a hundred samples lie on either side. */
function percentiles(sweeps: readonly Float32Array[]): readonly [number, number] {
  const total = sweeps.reduce((sum, { length }) => sum + length, 0);
  const stride = Math.max(1, Math.floor(total / 200_000));
  const found: number[] = [];
  let next = 0;
  for (const values of sweeps) {
    for (; next < values.length; next += stride) if (Number.isFinite(values[next]!)) found.push(values[next]!);
    next -= values.length;
  }
  const sorted = Float64Array.from(found).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return [at(0.01), at(0.99)];
}
