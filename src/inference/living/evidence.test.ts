import { describe, expect, test } from 'vitest';
import type { FreeRecording } from '../../core/trace/recording.ts';
import { evidenceOf } from './evidence.ts';
import { withoutOwnPotential } from './without-own-potential.ts';

const clamp = { recordingName: 's recording 1', recordingCrc32: 1 };
const potential = (number: number): FreeRecording => ({
  name: `s recording ${number}`,
  crc32: number,
  sampleRateHz: 1000,
  voltageMv: new Float32Array(0),
});
const wish = { potential: potential(2), paced: [potential(3), potential(4)], leftOut: [{ recording: 's recording 5', why: 'Why.' }] };

describe('what a twin says of its recordings', () => {
  test('of clamp and potential: its own potential and the paced ones are fitted, each by its kind', () => {
    const { used, leftOut } = evidenceOf(clamp, { ...wish, mode: 'clamp+potential', priorName: null });
    expect(used.map(({ recording, kind, crc32 }) => `${recording} ${kind} ${crc32}`)).toEqual([
      's recording 1 clamp 1',
      's recording 2 potential 2',
      's recording 3 paced 3',
      's recording 4 paced 4',
    ]);
    expect(leftOut).toEqual(wish.leftOut);
  });

  test('of the clamp alone: every potential is left out, and says why', () => {
    const { used, leftOut } = evidenceOf(clamp, { ...wish, mode: 'clamp', priorName: null });
    expect(used.map(({ kind }) => kind)).toEqual(['clamp']);
    expect(leftOut.map(({ recording, why }) => `${recording}: ${why}`)).toEqual([
      "s recording 2: The mode is clamp alone: the cell's own potential is the test of the twin.",
      "s recording 3: The mode is clamp alone: a paced potential is fitted only beside the cell's own.",
      "s recording 4: The mode is clamp alone: a paced potential is fitted only beside the cell's own.",
      's recording 5: Why.',
    ]);
  });
});

test('without its own potential the mode clamp+potential says what came instead, and what to do', () => {
  expect(withoutOwnPotential([]).message).toMatch(/there is none\. Record/);
  const { message } = withoutOwnPotential(wish.paced);
  expect(message).toMatch(/expected the cell's own potential without stimuli, got only paced ones \(s recording 3 and 1 more\)\. Record/);
  expect(message.length).toBeLessThan(400);
});
