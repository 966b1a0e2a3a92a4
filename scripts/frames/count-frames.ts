import type { Page } from 'playwright-core';

export interface Frames {
  readonly seconds: number;
  readonly perSecond: number;
  /** Longest time from one frame to the next, ms. */
  readonly longestMs: number;
}

/** Frames that the page draws, from now until `lasts` says no, asked about every half second; at most `limitMs`. */
export async function framesWhile(page: Page, lasts: () => Promise<boolean>, limitMs: number): Promise<Frames> {
  await page.evaluate(() => {
    const times: number[] = [];
    let counting = true;
    const next = (now: number): void => {
      times.push(now);
      if (counting) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    window.frameCount = () => {
      counting = false;
      return times;
    };
  });
  const end = Date.now() + limitMs;
  while (Date.now() < end && (await lasts())) await page.waitForTimeout(500);
  return framesOf(await page.evaluate(() => window.frameCount!()));
}

/** @param times of the frames, ms */
export function framesOf(times: readonly number[]): Frames {
  const steps = times.slice(1).map((time, i) => time - times[i]!);
  const seconds = steps.reduce((sum, step) => sum + step, 0) / 1000;
  return { seconds, perSecond: steps.length / seconds, longestMs: Math.max(0, ...steps) };
}

declare global {
  interface Window {
    /** Ends the count and gives the times of the frames, ms. */
    frameCount?: () => number[];
  }
}
