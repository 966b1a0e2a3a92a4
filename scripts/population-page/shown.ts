import { featureBins } from '../../src/core/observation/observation-bins.ts';
import type { Protocol } from '../../src/core/protocol/protocol.ts';
import type { CellSetManifest } from '../../src/inference/population/cell-set.ts';

/** A figure of each cell, with the axis of its histogram. */
export interface Shown {
  readonly name: string;
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly bins: number;
  /** From a row of the data set; not a number where the cell lacks it. */
  readonly of: (row: Float32Array) => number;
}

/** What a page shows of a population: features of the beat, then of the currents under clamp. */
export function shownOf({ plan, columns }: CellSetManifest): Shown[] {
  const column = (name: string, label: string, low: number, high: number, bins: number): Shown => {
    const index = columns.indexOf(name);
    return { name, label, low, high, bins, of: (row) => row[index] ?? NaN };
  };
  const beats = plan.free
    ? [
        column('cycleLengthMs', 'Cycle length (ms)', 200, 3000, 70),
        column('apd90Ms', 'APD90 (ms)', 100, 800, 70),
        column('apd50Ms', 'APD50 (ms)', 0, 700, 70),
        column(
          'mdpMv',
          plan.kind === 'beating' ? 'Maximum diastolic potential (mV)' : 'Maximum diastolic or resting potential (mV)',
          -90,
          0,
          60,
        ),
        column('peakMv', 'Peak (mV)', -10, 60, 70),
        column('dvdtMaxVs', 'dV/dt max (V/s)', 0, 60, 60),
      ]
    : [];
  return plan.clamp ? [...beats, ...currentsOf(plan.clamp.protocol, plan.clamp.sampleRateHz, columns.indexOf('clamp0'))] : beats;
}

function currentsOf(protocol: Protocol, sampleRateHz: number, first: number): Shown[] {
  const ends = lastBins(protocol, sampleRateHz).map((bin) => first + bin);
  const steps = protocol.segments.flatMap((segment, i) =>
    segment.kind === 'step' && segment.durationMs >= 90 ? [{ mv: segment.voltageMv, ms: segment.durationMs, end: ends[i] ?? -1 }] : [],
  );
  const most = (score: (step: { mv: number; ms: number }) => number): { mv: number; end: number } | undefined =>
    steps.toSorted((a, b) => score(b) - score(a))[0];
  const settled = (name: string, what: string, step: { mv: number; end: number } | undefined, low: number, high: number): Shown[] =>
    step
      ? [{ name, label: `${what}, end of the step to ${step.mv} mV (pA/pF)`, low, high, bins: 60, of: (row) => row[step.end] ?? NaN }]
      : [];
  const extreme =
    (sign: number) =>
    (row: Float32Array): number => {
      let best = -Infinity;
      for (let i = first; i < row.length; i++) best = Math.max(best, sign * (row[i] ?? NaN));
      return sign * best;
    };
  return [
    { name: 'inwardPaPf', label: 'Peak inward current (pA/pF)', low: -500, high: 0, bins: 60, of: extreme(-1) },
    { name: 'outwardPaPf', label: 'Peak outward current (pA/pF)', low: 0, high: 100, bins: 60, of: extreme(1) },
    ...settled(
      'holdingPaPf',
      'Holding current',
      most(({ mv, ms }) => (Math.abs(mv - protocol.holdingMv) < 1e-6 ? ms : -1)),
      -10,
      2,
    ),
    ...settled(
      'hyperpolarisedPaPf',
      'Inward rectifier and funny current',
      most(({ mv, ms }) => -mv + ms / 1e6),
      -20,
      0,
    ),
    ...settled(
      'depolarisedPaPf',
      'Delayed rectifiers',
      most(({ mv }) => mv),
      0,
      4,
    ),
  ];
}

/** The last bin of each segment. */
function lastBins(protocol: Protocol, sampleRateHz: number): number[] {
  const { to } = featureBins(protocol, sampleRateHz);
  let endMs = 0;
  return protocol.segments.map((segment) => {
    endMs += segment.durationMs;
    const sample = Math.floor((endMs * sampleRateHz) / 1000 + 1e-6);
    return to.findIndex((end) => end > sample);
  });
}
