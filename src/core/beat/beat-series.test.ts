import { describe, expect, it } from 'vitest';
import { beatSeries, capturedBeats } from './beat-series.ts';
import { noisy, TEN_BEATS, train, type TrainShape } from './potentials.testing.ts';
import { unitProblem } from './potential-unit.ts';

const series = (shapeOf?: (beat: number) => TrainShape) => beatSeries(train(10_000, 2000, TEN_BEATS, shapeOf), 0.5);

describe('beatSeries', () => {
  it('measures every beat', () => {
    const { beats, statistics, findings } = series();
    expect(beats).toHaveLength(9);
    expect(findings).toEqual([]);
    expect(statistics.apd90Ms?.mean).toBeCloseTo(322.7, 0);
    expect(statistics.apd90Ms?.sd).toBeLessThan(0.1);
    expect(statistics.cycleLengthMs).toMatchObject({ mean: expect.closeTo(1000, 1) as number });
    expect(statistics.amplitudeMv?.mean).toBeCloseTo(109, 0);
    const { apd30Ms, apd50Ms, apd80Ms, apd90Ms, triangulationMs } = beats[0] as (typeof beats)[0];
    expect([apd30Ms, apd50Ms, apd80Ms, apd90Ms].every((ms, i, all) => i === 0 || ms > (all[i - 1] as number))).toBe(true);
    expect(triangulationMs).toBe(apd90Ms - apd30Ms);
  });

  it('states alternans by the SD, not only the mean', () => {
    const { statistics, findings } = series((n) => ({ apdMs: n % 2 === 1 ? 330 : 190 }));
    expect(findings).toEqual(['alternans']);
    expect(statistics.apd90Ms?.sd).toBeGreaterThan(50);
  });

  it.each([
    ['phase 2', { apdMs: 420, ead: [330, 22, 18] }, ['EAD']],
    ['phase 3', { apdMs: 300, ead: [370, 45, 22] }, ['EAD']],
    ['diastole', { apdMs: 300, ead: [700, 12, 30] }, ['DAD']],
  ] as const)('finds an afterdepolarisation in %s', (_, shape, found) => {
    const { findings, features, beats } = series((n) => (n === 3 ? shape : {}));
    expect(findings).toEqual(found);
    expect(features.beats).toBe(10);
    expect(beats.map(({ ead, dad }) => ead || dad)).toEqual(TEN_BEATS.slice(1).map((__, i) => i === 3));
  });

  it('finds none in noise, hum and a slow foot', () => {
    const plain = train(10_000, 2000);
    const foot = plain.map((mv, i) => mv + 6 * Math.max(0, Math.min(1, (((i / 2 + 500) % 1000) - 600) / 400)));
    expect(beatSeries(noisy(plain, 2), 0.5).findings).toEqual([]);
    expect(
      beatSeries(
        plain.map((mv, i) => mv + 3 * Math.sin(0.05 * Math.PI * i)),
        0.5,
      ).findings,
    ).toEqual([]);
    expect(beatSeries(foot, 0.5).findings).toEqual([]);
    expect(beatSeries(foot, 0.5).statistics.diastolicSlopeMvS?.mean).toBeGreaterThan(0);
  });

  it('takes the effect of a stimulus for no afterdepolarisation, and counts what it captures', () => {
    const stimuli = { firstMs: 650, periodMs: 1000 };
    const stimulated = train(10_000, 2000).map((mv, i) => mv + (i / 2 >= 650 && (i / 2 - 650) % 1000 < 40 ? 20 : 0));
    expect(beatSeries(stimulated, 0.5).findings).toContain('EAD');
    const { findings, upstrokesMs } = beatSeries(stimulated, 0.5, stimuli);
    expect(findings).not.toContain('EAD');
    expect(upstrokesMs).toHaveLength(10);
    expect(capturedBeats(upstrokesMs, stimuli)).toBe(0);
    expect(capturedBeats(upstrokesMs, { firstMs: 490, periodMs: 1000 })).toBe(10);
  });

  it('finds run-down, drift and artefacts', () => {
    const plain = train(10_000, 2000);
    const length = plain.length;
    expect(
      beatSeries(
        plain.map((mv, i) => -75 + (mv + 75) * (1 - (0.7 * i) / length)),
        0.5,
      ).findings,
    ).toEqual(['run-down']);
    expect(
      beatSeries(
        plain.map((mv, i) => mv + (30 * i) / length),
        0.5,
      ).findings,
    ).toEqual(['drift']);
    const pulsed = beatSeries(
      plain.map((mv, i) => mv + (i > 900 && i < 904 ? 150 : 0)),
      0.5,
    );
    expect(pulsed).toMatchObject({ findings: ['artefacts'], artefactSamples: 3 });
  });

  it('questions volts for millivolts', () => {
    const plain = train(2000, 1000);
    expect(unitProblem(plain, 'mV')).toBeNull();
    expect(
      unitProblem(
        plain.map((mv) => mv / 1000),
        'V',
      ),
    ).toBeNull();
    expect(
      unitProblem(
        plain.map((mv) => mv / 1000),
        'mV',
      ),
    ).toMatch(/look like volts: give the unit V/);
    expect(unitProblem(plain, 'V')).toMatch(/look like millivolts/);
    expect(
      unitProblem(
        plain.map((mv) => mv * 1000),
        'mV',
      ),
    ).toMatch(/Check unit and scale/);
  });
});
