import { expect, it } from 'vitest';
import { nextView, shownView } from './plotViews.ts';

it('goes through the views that have something to show', () => {
  const idle = { isRecording: false, keepsClamp: true };
  expect(nextView('pulses', idle)).toBe('clamp');
  expect(nextView('clamp', idle)).toBe('run');
  expect(nextView('run', idle)).toBe('pulses');
  expect(nextView('run', { isRecording: false, keepsClamp: false })).toBe('pulses');
  // While the free potential is recorded there are no test pulses.
  expect(nextView('run', { isRecording: true, keepsClamp: true })).toBe('clamp');
  expect(nextView('run', { isRecording: true, keepsClamp: false })).toBe('run');
});

it('shows the recording where the wanted view is empty', () => {
  expect(shownView('clamp', { isRecording: false, keepsClamp: false })).toBe('run');
  expect(shownView('pulses', { isRecording: true, keepsClamp: true })).toBe('run');
});
