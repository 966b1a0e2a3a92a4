import type { RecordedBeat } from '../beat/recorded-beat.ts';
import type { StepGrid } from '../simulate/step-grid.ts';

/** Steps through a period of a recorded beat, ms; near the upstroke shorter ones. */
export interface BeatGridOptions {
  readonly longestMs: number;
  readonly upstrokeMs: number;
}

/** For a potential that is held near the recorded one. */
export const HELD_GRID: BeatGridOptions = { longestMs: 2, upstrokeMs: 0.4 };
/** For a cell that beats nearly freely and may fire at another time than the recorded one. */
export const FOLLOWED_GRID: BeatGridOptions = { longestMs: 0.5, upstrokeMs: 0.2 };

/** Time before and after the upstroke with short steps, ms. */
const NEAR_MS = 40;
/** Largest change of the recorded potential within a step, mV. */
const CHANGE_MV = 2;
const SHORTEST_MS = 0.05;

/** Grid of one period or a part of it, the recorded potential its command, in the recorded frame. */
export function beatGrid(
  { voltageMv, dtMs, periodMs, upstrokeMs }: RecordedBeat,
  { longestMs, upstrokeMs: finest }: BeatGridOptions,
  [fromMs, toMs]: readonly [number, number] = [0, periodMs],
): StepGrid {
  const dt: number[] = [];
  const mid: number[] = [];
  const command: number[] = [];
  const at = (ms: number): number => {
    const i = Math.min(voltageMv.length - 2, Math.floor(ms / dtMs));
    const [before, after] = [voltageMv[i] as number, voltageMv[i + 1] as number];
    return before + (ms / dtMs - i) * (after - before);
  };
  for (let ms = fromMs; toMs - ms > 1e-6;) {
    let step = Math.min(toMs - ms, upstrokeMs !== null && Math.abs(ms - upstrokeMs) < NEAR_MS ? finest : longestMs);
    while (step > 2 * SHORTEST_MS && Math.abs(at(ms + step) - at(ms)) > CHANGE_MV) step /= 2;
    dt.push(step);
    mid.push(ms + step / 2);
    command.push(at(ms + step / 2));
    ms += step;
  }
  return {
    dtMs: Float64Array.from(dt),
    midMs: Float64Array.from(mid),
    commandMv: Float64Array.from(command),
    pieces: [{ firstStep: 0, endStep: dt.length, startMs: fromMs, endMs: toMs }],
  };
}
