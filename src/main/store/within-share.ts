import type { Steps } from './steps.ts';

/**
 * Steps as the part from `from` to `to` of longer ones. Ended in the middle, they too run what they leave for their end, which calling
 * next() by hand forgets: half a file stays, a connection stays open.
 */
export function* withinShare<T>(steps: Steps<T>, from: number, to: number): Steps<T> {
  try {
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) yield from + (to - from) * step.value;
    return step.value;
  } finally {
    steps.return(undefined as never);
  }
}
