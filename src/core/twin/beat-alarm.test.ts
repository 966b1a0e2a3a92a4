import { expect, test } from 'vitest';
import { beatAlarm } from './beat-alarm.ts';
import type { BeatAnalysis } from '../beat/beats.ts';

const none = { apd50Ms: null, apd90Ms: null, peakMv: null, dvdtMaxVs: null };
const beating = (cycleLengthMs: number): BeatAnalysis => ({
  outcome: 'beating',
  features: { ...none, beats: 12, cycleLengthMs, mdpMv: -70 },
});
const resting = (mdpMv: number, outcome: BeatAnalysis['outcome'] = 'quiescent'): BeatAnalysis => ({
  outcome,
  features: { ...none, beats: 0, cycleLengthMs: null, mdpMv },
});

test('a twin that rests where its cell beats raises an alarm, and the other way round', () => {
  expect(beatAlarm(beating(482), resting(-58.3))).toMatch(/recorded beating every 482 ms, its twin is at rest at -58\.3 mV/);
  expect(beatAlarm(resting(-48.6), beating(623))).toMatch(/recorded at rest at -48\.6 mV, its twin is beating every 623 ms/);
});

test('a twin of quite another rate raises an alarm', () => {
  expect(beatAlarm(beating(800), beating(1100))).toMatch(/every 800 ms.*every 1100 ms/);
});

test('a twin that agrees with its cell, or whose cell was never recorded free, raises none', () => {
  expect(beatAlarm(beating(800), beating(860))).toBeNull();
  expect(beatAlarm(resting(-48.6), resting(-44, 'depolarised'))).toBeNull();
  expect(beatAlarm(undefined, resting(-70))).toBeNull();
});
