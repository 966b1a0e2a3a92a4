import { expect, test } from 'vitest';
import { beatBand, type BandMember } from './beat-band.ts';

const features = { beats: 5, cycleLengthMs: 500, apd50Ms: 100, apd90Ms: 150, mdpMv: -70, peakMv: 30, dvdtMaxVs: 10 };
/** Square beats of 100 ms every 500 ms, the first after `startMs`. */
function square(startMs: number, peakMv: number, offsetMv = 0): BandMember {
  const voltageMv = Float32Array.from({ length: 4001 }, (_, t) => ((t - startMs + 5000) % 500 < 100 && t >= startMs ? peakMv : -70));
  return { outcome: 'beating', features, dtMs: 1, voltageMv, offsetMv };
}
const resting = (mdpMv: number, offsetMv = 0): BandMember => ({
  outcome: 'quiescent',
  features: { ...features, beats: 0, cycleLengthMs: null, mdpMv },
  dtMs: 1,
  voltageMv: null,
  offsetMv,
});
const at = (band: ReturnType<typeof beatBand>, timeMs: number): readonly [number, number] => {
  const k = Math.round((timeMs - (band?.fromMs ?? NaN)) / (band?.dtMs ?? NaN));
  return [band?.lowMv[k] ?? NaN, band?.highMv[k] ?? NaN];
};

test('members that beat are laid over each other at their upstrokes, each less its own offset', () => {
  const members = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((k) => square(300 + 17 * k, 20 + k, -8));
  const band = beatBand(members, { outcome: 'beating', features });
  expect(band?.members).toBe(11);
  expect(band?.mdpMv).toEqual({ median: -62, low: -62, high: -62 });
  expect(at(band, 50)).toEqual([20.5 + 8, 29.5 + 8]);
  expect(at(band, -50)).toEqual([-62, -62]);
  expect(at(band, 450)[1]).toBe(-62);
  expect(at(band, 550)).toEqual([28.5, 37.5]);
});

test('only members that do as the twin does are in it, and too few of them give none', () => {
  const members = [...Array.from({ length: 6 }, () => square(300, 30)), resting(-60), resting(-61)];
  expect(beatBand(members, { outcome: 'beating', features })?.members).toBe(6);
  expect(beatBand(members, { outcome: 'quiescent', features })).toBeNull();
});

test('of a twin at rest it is the range of the resting potentials', () => {
  const band = beatBand(
    [-60, -59, -58, -57, -56].map((mdp) => resting(mdp, -5)),
    { outcome: 'quiescent', features },
  );
  expect(band?.lowMv).toEqual([-54.8, -54.8]);
  expect(band?.highMv).toEqual([-51.2, -51.2]);
});
