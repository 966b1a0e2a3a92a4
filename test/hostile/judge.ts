import type { Kept } from '../integration/rig-harness.ts';
import type { Attempt } from './attempt.ts';
import type { Expectation, Kind } from './behaviour.ts';
import { HOLD_SECONDS, RATE_HZ } from './hostile-protocol.ts';
import type { PlayedRun } from './played-run.ts';

/** Scales of the correct device (range 20 nA in the clamp, 2 nA without). */
const VOLTAGE_MV = 0.01;
const CURRENT_PA = { 'voltage-clamp': 20_000 / 32_768, spontaneous: 2000 / 32_768 } as const;
const LONGEST_WORDS = 400;
// Characters that a terminal or a window would obey.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const OWN_FAULT = /undefined|\[object|Cannot read|is not a function|not iterable|RangeError|TypeError/;

/** The promises that did not hold; empty where all did. */
export function judge(attempt: Attempt, { expect, lies }: Pick<Kind, 'expect' | 'lies'>): string[] {
  const { connected, sink, link, outcome, words, names, hung, strange, endState } = attempt;
  const broken: string[] = [];
  if (hung !== null) broken.push(`hang: ${hung} did not end`);
  if (strange !== null) broken.push(`crash: ${strange}`);
  if (endState !== 'disconnected') broken.push(`hang: ended ${endState}`);
  for (const text of [...words, ...names]) if (CONTROL.test(text)) broken.push(`word: control characters in ${JSON.stringify(text)}`);
  for (const text of words) {
    if (text.length >= LONGEST_WORDS) broken.push(`word: ${text.length} characters: ${text.slice(0, 80)}`);
    if (!/[.]$/.test(text) || OWN_FAULT.test(text)) broken.push(`word: no sentence for an operator: ${text.slice(0, 200)}`);
  }
  for (const [index, kept] of sink.recordings.entries()) {
    if (kept.end === null && hung === null) broken.push(`word: recording ${index + 1} was never ended`);
    broken.push(
      ...falseSamples(
        kept,
        lies === true,
        link.played.find(({ recording }) => recording === index + 1),
      ),
    );
  }
  const complete = outcome?.status === 'complete';
  if (complete && sink.recordings.length !== 2) broken.push('word: complete without both recordings');
  if (!complete && outcome !== null && outcome.reason === null) broken.push('word: no reason for a run that is not complete');
  const deaf = link.behaviour.ignoresAbort === true;
  if (deaf && words.some((text) => /has stopped\.$|held at/.test(text) && !/not confirm/.test(text)))
    broken.push('word: says that a device has stopped which plays on');
  broken.push(...unexpected(attempt, expect, connected));
  return broken;
}

/** Every stored sample is the one played at its index, or is in a gap. */
function falseSamples({ meta, blocks, gaps, end }: Kept, lies: boolean, played: PlayedRun | undefined): string[] {
  const total = meta.totalSamples;
  const state = new Uint8Array(total);
  const hold = meta.kind === 'voltage-clamp' ? HOLD_SECONDS * RATE_HZ : 0;
  let wrong = 0;
  let outside = 0;
  let twice = 0;
  for (const { firstSample, voltageMv, currentPa } of blocks) {
    for (let i = 0; i < voltageMv.length; i++) {
      const k = firstSample + i;
      if (k < 0 || k >= total) {
        outside++;
        continue;
      }
      if (state[k] !== 0) twice++;
      state[k] = 1;
      const counts = played?.counts.get(k + hold);
      const good =
        counts !== undefined &&
        voltageMv[i] === Math.fround(counts[0] * VOLTAGE_MV) &&
        currentPa[i] === Math.fround(counts[1] * CURRENT_PA[meta.kind]);
      if (!good && !lies) wrong++;
    }
  }
  for (const { firstSample, count } of gaps) {
    if (firstSample < 0 || firstSample + count > total) outside++;
    for (let k = Math.max(0, firstSample); k < Math.min(total, firstSample + count); k++) {
      if (state[k] !== 0) twice++;
      state[k] = 2;
    }
  }
  const withoutThem = state.filter((value) => value === 0).length;
  const stored = state.filter((value) => value === 1).length;
  return [
    ...(wrong > 0 ? [`sample: ${wrong} false in a recording that is ${end}`] : []),
    ...(outside > 0 ? [`sample: ${outside} outside of the recording`] : []),
    ...(twice > 0 ? [`sample: ${twice} stored twice`] : []),
    ...(withoutThem > 0 && (end === 'complete' || end === 'interrupted')
      ? [`word: ${withoutThem} samples are neither there nor in a gap of a recording that is ${end}`]
      : []),
    ...(end === 'complete' && stored < total / 2 ? [`word: complete with ${stored} of ${total} samples`] : []),
  ];
}

function unexpected({ sink, outcome, words, link }: Attempt, expect: Expectation, connected: boolean): string[] {
  const status = outcome?.status ?? 'no recording';
  const came = `${status}${words.length > 0 ? ` (${words[0]})` : ''}`;
  switch (expect) {
    case 'no-connect':
      return [
        ...(connected ? ['expected no connection'] : []),
        ...(words.length === 0 ? ['expected a reason for no connection'] : []),
        ...(link.played.length > 0 ? ['expected nothing to be played'] : []),
      ];
    case 'no-record':
      return [
        ...(sink.recordings.length > 0 ? [`expected no recording, it is ${came}`] : []),
        ...(words.length === 0 ? ['expected a reason'] : []),
      ];
    case 'not-complete':
      return [...(status === 'complete' ? ['expected anything but complete'] : []), ...(words.length === 0 ? ['expected a reason'] : [])];
    case 'complete':
    case 'aborted':
    case 'stopped':
      return status === expect ? [] : [`expected ${expect}, got ${came}`];
    case 'true-word':
      return [];
  }
}
