import { describe, expect, it } from 'vitest';
import { sampleCommand, type Protocol } from '../../protocol/protocol.ts';
import type { CommandSource, ImportedFile } from '../imported.ts';
import type { Intakes, Stated } from './intake.ts';
import { takeIn } from './take-in.ts';

const RATE = 10_000;
const protocol: Protocol = {
  id: 'test-steps',
  name: 'Test steps',
  source: 'this test',
  holdingMv: -80,
  segments: [
    { kind: 'step', voltageMv: -120, durationMs: 30 },
    { kind: 'step', voltageMv: 20, durationMs: 50 },
    { kind: 'ramp', startMv: 20, endMv: -90, durationMs: 80 },
    { kind: 'step', voltageMv: -40, durationMs: 60 },
  ],
};
const other: Protocol = { ...protocol, id: 'other', segments: [{ kind: 'step', voltageMv: 40, durationMs: 220 }] };
const played = sampleCommand(protocol, RATE);

/** Reproducible noise of SD 1. */
function noise(n: number): Float32Array {
  let state = 1;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return Float32Array.from({ length: n }, () => next() + next() + next() + next() + next() + next() - 3).map((x) => x * Math.SQRT2);
}

interface Made {
  readonly voltageMv?: Float32Array;
  readonly commandMv?: Float32Array;
  readonly currentPa?: Float32Array;
  readonly source?: CommandSource;
}

function file({ voltageMv, commandMv, currentPa, source = 'epochs' }: Made): ImportedFile {
  const n = (voltageMv ?? commandMv ?? currentPa)!.length;
  const current = currentPa ?? noise(n).map((x, i) => 30 * x + (voltageMv ?? commandMv ?? played)[i]! * 2);
  return {
    format: 'test',
    version: null,
    notes: [],
    recordings: [
      {
        name: 'run',
        sampleRateHz: RATE,
        startedAt: null,
        channels: [{ name: 'I', unit: 'pA' }, ...(voltageMv === undefined ? [] : [{ name: 'V', unit: 'mV' }])],
        sweeps: [{ startS: 0, data: [current, ...(voltageMv === undefined ? [] : [voltageMv])] }],
        commands: commandMv === undefined ? [] : [{ name: 'Cmd', unit: 'mV', source, sweep: () => commandMv }],
        tags: [],
        comment: null,
        conditions: {},
      },
    ],
  };
}

/** As a converter plays a command, in steps of its grid. */
const onGrid = (stepMv: number): Float32Array => played.map((mv) => Math.round(mv / stepMv) * stepMv);

const taken = (made: Made, stated: Stated = {}): Intakes => takeIn(file(made), { fileName: 'a.abf', stated, library: [protocol, other] });

/** With a hold of so many samples before and behind. */
function held(values: Float32Array, before: number, behind: number, mv = values[0]!): Float32Array {
  const out = new Float32Array(before + values.length + behind).fill(mv);
  out.set(values, before);
  return out;
}

/** As a filter and a monitor give it: edges take a third of a millisecond. */
function recorded(values: Float32Array, sdMv = 0.2): Float32Array {
  const hum = noise(values.length);
  let state = values[0]!;
  return values.map((value, i) => (state += (value - state) * 0.6) + sdMv * hum[i]!);
}

describe('the command of an imported recording', () => {
  it("is the file's, sample by sample", () => {
    const command = Float32Array.from({ length: 3000 }, (_, k) =>
      k < 300 ? -70 : k < 900 ? -70 + (k - 300) * 0.05 : k < 2000 ? 12.5 : -55,
    );
    const { recordings, unused } = taken({ commandMv: command });
    expect(unused).toEqual([]);
    const [one] = recordings;
    expect(one?.command).toMatchObject({ origin: 'file', shiftMs: 0, offsetMv: 0 });
    const back = sampleCommand(one!.protocolRealised!, RATE);
    expect(back).toHaveLength(3000);
    back.forEach((mv, k) => expect(Math.abs(mv - command[k]!)).toBeLessThan(0.01));
    expect(one!.protocolRealised!.segments).toHaveLength(4);
  });

  it.each([
    ['sine', (k: number) => -60 + 40 * Math.sin(k / 90)],
    ['noise of an arbitrary waveform', (k: number) => -80 + ((k * 7919) % 60)],
  ])('is rebuilt from a waveform file too: %s', (_, wave) => {
    const command = Float32Array.from({ length: 2000 }, (__, k) => wave(k));
    const one = taken({ commandMv: command, source: 'stimulus file' }).recordings[0]!;
    sampleCommand(one.protocolRealised!, RATE).forEach((mv, k) => expect(Math.abs(mv - command[k]!)).toBeLessThan(0.06));
  });

  it("has the library's name where it is a protocol of it", () => {
    const one = taken({ commandMv: held(played, 400, 100) }).recordings[0]!;
    expect(one.command).toMatchObject({ origin: 'file', protocolId: 'test-steps', shiftMs: 40 });
    expect(one.protocolRealised).toEqual(protocol);
    expect(one.span).toBe(played.length);
    expect(one.remarks.join(' ')).toMatch(/40 ms before it and 10 ms behind it were cut off/);
  });

  it.each([
    [0, 0],
    [1237, 0],
    [0, -14],
    [500, -14],
    [731, 9.5],
  ])('is found in the library behind a hold of %d samples, %d mV beside', (before, offsetMv) => {
    const voltageMv = recorded(held(played, before, 200)).map((mv) => mv + offsetMv);
    const one = taken({ voltageMv }).recordings[0]!;
    expect(one.command?.origin).toBe('library');
    expect(one.command?.shiftMs).toBeGreaterThanOrEqual(before / 10 - 0.2);
    expect(one.command?.shiftMs).toBeLessThanOrEqual(before / 10 + 0.2);
    expect(Math.abs(one.command!.offsetMv - offsetMv)).toBeLessThan(0.1);
    const first = one.protocolRealised!.segments[0]!;
    expect(first.kind === 'step' && Math.abs(first.voltageMv - (-120 + offsetMv)) < 0.1).toBe(true);
    expect(one.protocolRealised!.id === 'test-steps').toBe(offsetMv === 0);
    if (offsetMv !== 0) expect(one.remarks.join(' ')).toMatch(/mV beside it throughout/);
  });

  it('is taken from the recorded voltage where nothing else says it', () => {
    const own: Protocol = { ...protocol, id: 'own', segments: protocol.segments.map((s) => ({ ...s, durationMs: s.durationMs + 7 })) };
    const command = sampleCommand(own, RATE);
    const one = taken({ voltageMv: recorded(command, 0.3) }).recordings[0]!;
    expect(one.command).toMatchObject({ origin: 'recorded voltage' });
    expect(one.remarks.join(' ')).toMatch(/taken from the recorded voltage \(\d+ steps and ramps, within/);
    const back = sampleCommand(one.protocolRealised!, RATE);
    let far = 0;
    back.forEach((mv, k) => (far += Math.abs(mv - command[k]!) > 3 ? 1 : 0));
    expect(far).toBeLessThan(4 * 8);
  });

  it('a named protocol must hold everywhere: a third that differs is refused with where', () => {
    const voltageMv = recorded(played);
    for (let k = 1400; k < 1400 + played.length / 3; k++) voltageMv[k] = 10;
    const { recordings, unused } = taken({ voltageMv }, { protocol });
    expect(recordings).toEqual([]);
    expect(unused[0]?.why).toMatch(
      /departs from protocol "test-steps" from 0\.\d+ s to 0\.\d+ s by up to [\d.]+ mV.*\(3\d(\.\d)? % of its samples\)/,
    );
    // Without the name the command is what was recorded.
    expect(taken({ voltageMv }).recordings[0]?.command?.origin).toBe('recorded voltage');
  });

  it.each([
    ['20 ms at another level', 1000, 1200],
    ['the last 30 ms', played.length - 300, played.length],
    ['4 ms', 600, 640],
  ])('%s that differ are refused with their place', (_, from, to) => {
    const voltageMv = recorded(played).map((mv, k) => (k >= from && k < to ? mv + 12 : mv));
    const why = taken({ voltageMv }, { protocol }).unused[0]?.why;
    expect(why).toMatch(new RegExp(`from ${Number((from / RATE).toFixed(4))}\\d* s`));
    expect(why?.length).toBeLessThan(400);
  });

  it('a file whose voltage is another than its command goes by the voltage', () => {
    const one = taken({ commandMv: sampleCommand(other, RATE), voltageMv: recorded(played) }).recordings[0]!;
    expect(one.command).toMatchObject({ origin: 'library', protocolId: 'test-steps' });
    expect(one.remarks[0]).toMatch(/command that the file holds is not what was recorded/);
  });

  it('a voltage that follows its command later moves it, and an artefact is left out', () => {
    const command = held(played, 100, 100);
    const voltageMv = recorded(command.map((_, k) => command[Math.max(0, k - 26)]!));
    for (let k = 1500; k < 1510; k++) voltageMv[k] = 150;
    const one = taken({ commandMv: command, voltageMv }).recordings[0]!;
    expect(one.remarks.join(' ')).toMatch(
      /follows the command 2\.[67] ms later.*departs from the command from 0\.15 s to 0\.151 s.*are left out/,
    );
    expect(one.pieces.length).toBe(2);
  });

  it('without command and voltage the operator must name the protocol, and its length must fit', () => {
    const currentPa = noise(played.length);
    expect(taken({ currentPa }).unused[0]?.why).toMatch(/neither the command nor the voltage.*Name the protocol/);
    expect(taken({ currentPa }, { protocol }).recordings[0]?.command).toMatchObject({ origin: 'named protocol' });
    expect(taken({ currentPa: noise(500) }, { protocol }).unused[0]?.why).toMatch(
      /has 500 samples and no voltage; protocol "test-steps" lasts 2201/,
    );
  });

  it.each([
    ['constant', new Float32Array(played.length).fill(3), /is 3 throughout/],
    ['without a number', new Float32Array(played.length).fill(NaN), /None of its samples has a value/],
  ])('a current that is %s is refused', (_, currentPa, why) => {
    expect(taken({ voltageMv: recorded(played), currentPa }).unused[0]?.why).toMatch(why);
  });

  it.each([
    [1000, /probably a thousand times too large/],
    [0.001, /probably a thousand times too small/],
  ])('a current %d times what it should be is said', (scale, words) => {
    const currentPa = noise(played.length).map((x, i) => scale * (5 * x + played[i]! * 6));
    expect(taken({ voltageMv: recorded(played), currentPa }).recordings[0]?.remarks.join(' ')).toMatch(words);
  });

  it.each([
    ['as recorded', false, 'library'],
    ['as the file holds it', true, 'file'],
  ])('is found although samples behind its edges were lost, %s', (_, inFile, origin) => {
    const holed = Float32Array.from(held(played, 400, 0));
    const currentPa = noise(holed.length).map((x, i) => 5 * x + 2 * holed[i]!);
    for (const edge of [400, 700, 1200, 2000]) for (const trace of [holed, currentPa]) trace.fill(NaN, edge + 1, edge + 60);
    const one = taken({ ...(inFile ? { commandMv: holed } : { voltageMv: holed }), currentPa }).recordings[0]!;
    expect(one.command).toMatchObject({ origin, protocolId: 'test-steps', shiftMs: 40, offsetMv: 0, largestErrorMv: expect.closeTo(0, 3) });
    expect(one.protocolRealised).toEqual(protocol);
    expect(one.pieces.reduce((sum, { voltageMv }) => sum + voltageMv.length, 0)).toBe(played.length - 4 * 59);
    // A command that is unknown while the current is there is none.
    if (inFile)
      expect(taken({ commandMv: holed, currentPa: noise(holed.length) }).unused[0]?.why).toMatch(/neither the command nor the voltage/);
  });

  it.each([
    ['of the other sign', -1],
    ['a tenth', 0.1],
  ])('a recorded voltage that is a protocol of the library %s is refused with what to do', (_, scale) => {
    const voltageMv = recorded(played).map((mv) => scale * mv);
    const currentPa = noise(played.length).map((x, i) => 5 * x + 2 * played[i]!);
    const { recordings, unused } = taken({ voltageMv, currentPa }, { clamp: 'voltage' });
    expect(recordings).toEqual([]);
    expect(unused[0]?.why).toMatch(/voltage follows protocol "test-steps" if it is (of the other sign|10 times larger)\. Correct/);
    // A protocol that is named is believed no more than the voltage.
    expect(taken({ voltageMv, currentPa }, { clamp: 'voltage', protocol }).unused[0]?.why).toMatch(/Correct/);
  });

  it('a sample without a recorded voltage is lost, although it has a current', () => {
    const voltageMv = recorded(played);
    const currentPa = noise(played.length).map((x, i) => 5 * x + 2 * played[i]!);
    voltageMv.fill(NaN, 500, 600);
    const [one] = taken({ voltageMv, currentPa }).recordings;
    expect(one?.pieces.map(({ firstSample, voltageMv: kept }) => [firstSample, kept.length])).toEqual([
      [0, 500],
      [600, played.length - 600],
    ]);
  });

  it.each([
    [2, false],
    [-2, true],
  ])('a current of the other sign is said where the recorded voltage is noisy: %d nS', (conductance, expected) => {
    const levels = [-120, -80, -100, -60, -90, -50];
    const steps: Protocol = { ...protocol, segments: levels.map((voltageMv) => ({ kind: 'step', voltageMv, durationMs: 40 })) };
    const command = sampleCommand(steps, RATE);
    const currentPa = noise(command.length).map((x, i) => 2 * x + conductance * command[i]!);
    const said = taken({ voltageMv: recorded(command), currentPa }).recordings[0]!.remarks.join(' ');
    expect(/sign of the current or of the command is probably reversed/.test(said)).toBe(expected);
  });

  it('a potential of a free cell is no clamp', () => {
    const voltageMv = Float32Array.from({ length: 20_000 }, (_, k) => {
      const t = (k % 8000) / 10;
      return t < 3 ? -70 + 33 * t : t < 250 ? 29 - 0.09 * t - (t / 100) ** 3 : Math.max(-70, -10 - (t - 250) * 0.8);
    });
    const made = file({ voltageMv, currentPa: new Float32Array(20_000) });
    const [one] = takeIn(made, { fileName: 'b.csv', stated: {}, library: [protocol] }).recordings;
    expect(one?.kind).toBe('spontaneous');
  });
});

it.each([0.01, 0.03, 0.1])('a ramp that is played in steps of %d mV stays a ramp', (stepMv) => {
  const [one] = taken({ commandMv: onGrid(stepMv) }).recordings;
  expect(one!.protocolRealised!.segments.length).toBeLessThan(12);
  const rebuilt = sampleCommand(one!.protocolRealised!, RATE);
  const own = onGrid(stepMv);
  expect(Math.max(...own.map((mv, i) => Math.abs(mv - rebuilt[i]!)))).toBeLessThan(0.55 * stepMv + 0.002);
});

describe('a command of several sweeps with pauses between them', () => {
  /** Sweeps of the test protocol a minute apart; what was recorded of the last one. */
  const sweeps = (recordedMv: Float32Array): ImportedFile => {
    const made = file({ voltageMv: played, commandMv: played });
    const one = made.recordings[0]!;
    const voltages = [played, played, recordedMv];
    const data = (voltageMv: Float32Array): Float32Array[] => [one.sweeps[0]!.data[0]!, voltageMv];
    return { ...made, recordings: [{ ...one, sweeps: voltages.map((voltageMv, k) => ({ startS: 60 * k, data: data(voltageMv) })) }] };
  };
  const take = (recordedMv: Float32Array): Intakes => takeIn(sweeps(recordedMv), { fileName: 'a.abf', stated: {}, library: [] });

  it('is held against the samples, not against the pauses', () => {
    expect(take(played).recordings[0]!.command?.origin).toBe('file');
    const other = played.map((mv, i) => (i > 800 ? 60 : mv));
    const { command, remarks } = take(other).recordings[0]!;
    expect(command?.origin).toBe('recorded voltage');
    expect(remarks.join(' ')).toMatch(/is not what was recorded: the voltage departs from it .*\(2\d % of its samples\)/);
  });

  it('is none where the voltage lies further beside it than any junction potential', () => {
    const { command, remarks } = taken({ commandMv: new Float32Array(3000).fill(-80), voltageMv: new Float32Array(3000).fill(-20) })
      .recordings[0]!;
    expect(command?.origin).toBe('recorded voltage');
    expect(remarks.join(' ')).toMatch(/lies 60 mV beside it, more than any junction potential/);
  });
});
