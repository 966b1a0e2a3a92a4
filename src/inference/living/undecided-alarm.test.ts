import { expect, test } from 'vitest';
import { undecidedAlarm } from './undecided-alarm.ts';

test.each([
  [{ all: 48, alike: 12 }, true, 'Of 48 cells that the clamp cannot distinguish 12 beat'],
  [{ all: 48, alike: 40 }, false, 'Of 48 cells that the clamp cannot distinguish 8 beat'],
])('where few of the cells that fit do otherwise than the twin, the beat is said to be open: %o', (asTheTwin, beats, words) => {
  expect(undecidedAlarm({ asTheTwin }, beats)).toContain(words);
});

test.each([
  [{ asTheTwin: { all: 48, alike: 47 } }, false],
  [{ asTheTwin: { all: 48, alike: 45 } }, true],
  [{}, true],
])('where nearly all agree, or the potential was fitted, nothing is said: %o', (posterior, beats) => {
  expect(undecidedAlarm(posterior, beats)).toBeNull();
});
