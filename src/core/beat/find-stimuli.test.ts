import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CELL_MODELS, DEFAULT_CELL } from '../cell/models.ts';
import { FAST_LIMITS, simulateFree } from '../simulate/reference-free.ts';
import { findStimuli } from './find-stimuli.ts';
import { noisy, TEN_BEATS, train } from './potentials.testing.ts';

const SHARED = new URL('../../../../shared/data/', import.meta.url).pathname;
/** A pulse of so many mV and ms that begins so long before each upstroke. */
const paced = (rateHz: number, { mv = 0, ms = 2, early = 8, starts = TEN_BEATS } = {}): Float64Array =>
  train(10_000, rateHz, starts).map((v, i) => {
    const t = (1000 * i) / rateHz;
    return v + (starts.some((start) => t >= start - early && t < start - early + ms) ? mv : 0);
  });
const found = (trace: ArrayLike<number>, rateHz: number) => {
  const stimuli = findStimuli(trace, 1000 / rateHz);
  return stimuli === null ? null : { every: Math.round(stimuli.periodMs * 10) / 10, beats: stimuli.beats };
};

describe('stimuli of a paced cell', () => {
  it.each([
    [1000, { mv: 150 }, 2],
    [2000, { mv: -150 }, 2],
    [10_000, { mv: 400, ms: 0.5 }, 2],
    [10_000, { mv: 60, ms: 5, early: 15 }, 2],
    [10_000, { mv: 10 }, 0.3],
    [50_000, { mv: 4 }, 0.3],
  ])('are found at %i Hz, %o, in noise of %f mV', (rateHz, pulse, sd) => {
    expect(found(noisy(paced(rateHz, pulse), sd), rateHz)?.every).toBe(1000);
  });

  it('are found where some beats have none, and their interval is not lost by that', () => {
    const trace = paced(10_000, { mv: 30, starts: TEN_BEATS.filter((_, n) => n !== 4) });
    const whole = train(10_000, 10_000);
    const both = whole.map((v, i) => (Math.abs(i / 10 - 4500) < 700 ? v : (trace[i] as number)));
    expect(found(both, 10_000)).toEqual({ every: 1000, beats: 9 });
  });

  it.each([
    ['without an artefact', paced(10_000)],
    ['artefacts that no beat follows', paced(10_000).map((v, i) => v + ((i % 10_000) - 8000 < 20 && i % 10_000 >= 8000 ? 150 : 0))],
    ['artefacts at no interval', paced(10_000, { mv: 150, starts: TEN_BEATS.map((start, n) => start + 7 * ((n * 5) % 4)) })],
    ['one artefact', paced(10_000).map((v, i) => v + (i >= 4920 && i < 4940 ? 150 : 0))],
    ['a cell at rest', new Float64Array(50_000).fill(-70)],
    ['no membrane potential at all', new Float64Array(50_000).fill(-7000)],
  ])('are not known: %s', (_, trace) => {
    expect(findStimuli(trace, 0.1)).toBeNull();
  });
});

it('two upstrokes behind one jump are no train: they have no interval', () => {
  // 10 kHz: at rest, a jump of 20 mV, and two spikes of 100 mV within 60 ms of it.
  const spike = (from: number, i: number): number => 100 * Math.max(0, 1 - Math.abs(i - from) / 60);
  const v = Float64Array.from({ length: 6000 }, (_, i) => -80 + (i >= 2000 && i < 2600 ? 20 : 0) + spike(2150, i) + spike(2400, i));
  expect(findStimuli(v, 0.1)).toBeNull();
});

describe('a simulated cell', () => {
  const free = (model: typeof DEFAULT_CELL, pacing?: { periodMs: number; durationMs: number; amplitude: number }) =>
    simulateFree(model.baseline(), {
      model,
      limits: FAST_LIMITS,
      settleS: 0,
      seconds: 6,
      outputDtMs: 0.1,
      ...(pacing === undefined ? {} : { pacing }),
    }).voltageMv;

  it.each(CELL_MODELS.map((model) => [model.id, model] as const))('%s that beats by itself is not taken for paced', (_, model) => {
    expect(findStimuli(free(model), 0.1)).toBeNull();
  });

  it('that is paced is recognised by the jumps of a strong stimulus; of a weak one it cannot be known', () => {
    const strong = free(DEFAULT_CELL, { periodMs: 600, durationMs: 1, amplitude: 60 });
    expect(findStimuli(strong, 0.1)?.periodMs).toBeCloseTo(600, 1);
    expect(findStimuli(free(DEFAULT_CELL, { periodMs: 600, durationMs: 5, amplitude: 4 }), 0.1)).toBeNull();
  });
});

const potentialOf = (file: string): { v: number[]; dtMs: number } => {
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  const values = rows.map((row) => row.split(',').map(Number)).filter(([, volts]) => Number.isFinite(volts));
  return { v: values.map(([, volts]) => 1000 * (volts as number)), dtMs: 1000 * ((values[1]?.[0] as number) - (values[0]?.[0] as number)) };
};

describe.skipIf(!existsSync(SHARED))('recorded cells', () => {
  const files = ['ipsc-optimised', 'ipsc-cm'].flatMap((set) =>
    readdirSync(join(SHARED, set), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => readdirSync(join(SHARED, set, name)).map((file) => join(SHARED, set, name, file)))
      .filter((file) => /\/ap_\w+\.csv$|_spont\.csv$/.test(file)),
  );

  it('none of those that beat by themselves is taken for paced', () => {
    expect(files.length).toBeGreaterThan(50);
    const taken = files.filter((file) => {
      const { v, dtMs } = potentialOf(file);
      return findStimuli(v, dtMs) !== null;
    });
    expect(taken).toEqual([]);
  });

  it('one that is paced at 1 Hz is recognised by its stimuli of 2 ms', () => {
    const text = readFileSync(join(SHARED, 'formats/more/ipsc-170123-cell-2-middle.csv'), 'utf8');
    const v = text
      .trim()
      .split('\n')
      .map((line) => Number(line.trim().split(',')[1]));
    expect(findStimuli(v, 0.04)).toMatchObject({ periodMs: 1000, beats: 2 });
  });
});
