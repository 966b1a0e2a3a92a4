import type { Segment } from '../protocol/protocol.ts';
import type { DesignLimits } from './design-limits.ts';

/** A sine on top of a step or ramp, from phase 0. */
export interface Wave {
  readonly amplitudeMv: number;
  readonly periodMs: number;
}

/** Ramps that stand for one period: they leave 3 % of the amplitude. */
const RAMPS_A_PERIOD = 12;
export const WAVE_PERIOD_MS = { shortest: 5, longest: 1000 } as const;
/** Smaller waves are dropped. */
const SMALLEST_MV = 2;

/** The wave that fits on a step or ramp between two levels within the limits; undefined where none fits. */
export function fittedWave(wave: Wave, levelsMv: readonly number[], limits: DesignLimits): Wave | undefined {
  const room = Math.min(limits.highestMv - Math.max(...levelsMv), Math.min(...levelsMv) - limits.lowestMv);
  const amplitudeMv = Math.min(Math.round(Math.abs(wave.amplitudeMv)), room);
  const periodMs = Math.min(WAVE_PERIOD_MS.longest, Math.max(WAVE_PERIOD_MS.shortest, Math.round(wave.periodMs * 10) / 10));
  return amplitudeMv < SMALLEST_MV ? undefined : { amplitudeMv, periodMs };
}

/** A step or ramp with its wave as ramps on the grid of the device. */
export function waveSegments(
  {
    startMv,
    endMv,
    durationMs,
    wave,
  }: { readonly startMv: number; readonly endMv: number; readonly durationMs: number; readonly wave: Wave },
  limits: DesignLimits,
): Segment[] {
  const onGrid = (value: number, step: number): number => Number((Math.round(value / step) * step).toFixed(6)) + 0;
  const pieces = Math.max(1, Math.round((durationMs / wave.periodMs) * RAMPS_A_PERIOD));
  const at = Array.from({ length: pieces + 1 }, (_, i) => onGrid((i * durationMs) / pieces, limits.timeStepMs));
  const level = (timeMs: number): number =>
    onGrid(
      startMv + ((endMv - startMv) * timeMs) / durationMs + wave.amplitudeMv * Math.sin((2 * Math.PI * timeMs) / wave.periodMs),
      limits.voltageStepMv,
    );
  return at.slice(1).map((end, i) => {
    const begin = at[i] as number;
    return { kind: 'ramp', startMv: level(begin), endMv: level(end), durationMs: onGrid(end - begin, limits.timeStepMs) };
  });
}
