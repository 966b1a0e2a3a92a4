import { DEFAULT_CELL } from '../../core/cell/models.ts';
import type { EnsembleBeat } from '../../core/twin/ensemble.ts';
import { commandAt, protocolDurationMs, type Protocol } from '../../core/protocol/protocol.ts';
import type { Twin, TwinBeat } from '../state/appState.ts';

/** Made-up numbers that look like a cell. They exist for the development harness only and mean nothing. */
export function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

export const FAKE_RATE_HZ = 10_000;

export function fakeCurrent(
  protocol: Protocol,
  scale: number,
  noisePaPf: number,
  seed: number,
): { command: Float32Array; current: Float32Array } {
  const count = Math.round((protocolDurationMs(protocol) * FAKE_RATE_HZ) / 1000) + 1;
  const command = new Float32Array(count);
  const current = new Float32Array(count);
  const random = noise(seed);
  let slow = 0;
  let fast = 0;
  let sodium = 0;
  let last = protocol.holdingMv;
  for (let k = 0; k < count; k += 1) {
    const v = commandAt(protocol, k / 10);
    if (v - last > 20 && last < -60) sodium = -140 * scale;
    slow += ((v > -40 ? (v + 40) / 60 : 0) - slow) * 0.0004;
    fast += ((v > -30 && v < 50 ? -7 : 0) - fast) * (fast < -6 ? 0.01 : 0.004);
    sodium *= 0.96;
    const inward = v < -85 ? (v + 80) * 0.28 * scale : (v + 80) * 0.012;
    command[k] = v;
    current[k] = inward + slow * 3.4 * scale * (v + 88) * 0.02 + fast * scale * 0.7 + sodium + noisePaPf * (random() + random() + random());
    last = v;
  }
  return { command, current };
}

export function fakeBeat(
  cycleMs: number,
  apd90Ms: number,
  peakMv: number,
  mdpMv: number,
  outcome: TwinBeat['outcome'] = 'beating',
  jitter = 0,
): TwinBeat {
  const dtMs = 0.5;
  const random = noise(7);
  const voltageMv = Array.from({ length: Math.round(8000 / dtMs) }, (_, i) => {
    const t = (i * dtMs + cycleMs * 0.55) % cycleMs;
    const rise = 1 / (1 + Math.exp(-(t - 40) / 2));
    const fall = 1 / (1 + Math.exp((t - 40 - apd90Ms * 0.86) / (apd90Ms * 0.075)));
    const drift = 12 * Math.max(0, (t - apd90Ms * 1.25) / cycleMs) + (t < 40 ? 9 * (1 - (0.1 * (40 - t)) / 40) : 0) * (1 - rise);
    const beats = outcome === 'beating' || outcome === 'irregular' ? 1 : 0;
    return mdpMv + beats * ((peakMv - mdpMv) * rise * fall * (1 - 0.16 * Math.min(1, (t - 40) / apd90Ms)) + drift) + jitter * random();
  });
  const silent = outcome === 'quiescent' || outcome === 'depolarised';
  return {
    outcome,
    dtMs,
    voltageMv,
    features: {
      beats: silent ? 0 : Math.floor(8000 / cycleMs),
      cycleLengthMs: silent ? null : cycleMs,
      apd50Ms: silent ? null : apd90Ms * 0.83,
      apd90Ms: silent ? null : apd90Ms,
      mdpMv,
      peakMv: silent ? null : peakMv,
      dvdtMaxVs: silent ? null : 31.4,
    },
  };
}

export function fakeEnsemble(cycleLengthMs: number, apd90Ms: number, mdpMv: number): EnsembleBeat {
  const around = (median: number, by: number): { median: number; low: number; high: number } => ({
    median,
    low: median - by,
    high: median + by,
  });
  return {
    members: 24,
    outcomes: { beating: 23 / 24, quiescent: 1 / 24 },
    features: {
      cycleLengthMs: around(cycleLengthMs, 21),
      apd50Ms: around(0.8 * apd90Ms, 4),
      apd90Ms: around(apd90Ms, 5),
      mdpMv: around(mdpMv, 0.2),
      peakMv: around(32, 0.8),
      dvdtMaxVs: around(28, 2),
    },
  };
}

export function fakeTwin(method: Twin['method'], cellName: string, protocolId: string, alarms: string[]): Twin {
  const random = noise(42);
  const parameters = DEFAULT_CELL.varied.map(({ id, current, unit, value }) => {
    const multiplier = 1 + 0.36 * random();
    const sd = 0.231 * Math.min(1, 0.12 + 0.5 * (random() + 1));
    const ratio = sd / 0.231;
    const informedBy = ratio < 0.4 ? ('data' as const) : ratio < 0.85 ? ('partly' as const) : ('prior' as const);
    return {
      id,
      current,
      unit,
      baseline: value,
      value: value * multiplier,
      multiplier,
      mean: multiplier,
      sd,
      interval90: [multiplier - 1.645 * sd, multiplier + 1.645 * sd] as [number, number],
      informedBy,
    };
  });
  return {
    schema: 'twinclamp.twin/3',
    createdAt: '2026-03-14T10:26:41Z',
    cellName,
    method,
    temperatureC: 37,
    protocolId,
    clamp: {
      mode: 'rig',
      filterHz: 5000,
      access: { from: 'stated', seriesResistanceMohm: 4.8, membraneCapacitancePf: 58.3, compensationPercent: 70, expectedMs: 0.084 },
    },
    parameters,
    nuisance: [
      { id: 'rsCmMs', label: 'Series resistance × capacitance', unit: 'ms', value: 0.24, sd: 0.011 },
      { id: 'leakNsPf', label: 'Seal leak', unit: 'nS/pF', value: 0.0164, sd: 0.0021 },
      { id: 'offsetPaPf', label: 'Current offset', unit: 'pA/pF', value: -0.07, sd: 0.03 },
      { id: 'residualCapacitance', label: 'Capacitance left after cancellation', unit: '1', value: 0.021, sd: 0.004 },
      { id: 'transientOutwardScale', label: 'Scale of the transient outward current', unit: '1', value: 0.93, sd: 0.07 },
    ],
    fit: {
      nrmsePercent: 0.84,
      residualRmsPaPf: 0.318,
      noisePaPf: 0.301,
      chi2PerSample: 1.04,
      residualCorrelation: { lag1: 0.021, chance: 0.038 },
      residualAfterStepsPaPf: 0.304,
      iterations: 17,
    },
    beat: fakeBeat(948.2, 401.6, 33.1, -75.2),
    beatWithLeak: fakeBeat(921.4, 388.2, 31.9, -73.8),
    ensemble: { members: [], beat: fakeEnsemble(948.2, 401.6, -75.2), beatWithLeak: fakeEnsemble(921.4, 388.2, -73.8), drawn: null },
    notIdentifiable: [
      'IK1 xK11 and IK1 g_K1: only their product is seen',
      'IKs ks2: the recording holds no trace of it',
      'IK1 xK13: not identifiable within the potentials of this protocol',
    ],
    alarms,
    provenance: {
      cellModel: DEFAULT_CELL.id,
      program: 'TwinClamp 0.1.0',
      model: 'Kernik 2019',
      network: 'clark2022-rounded-1',
      networkSha256: '5f2c9d0a7be81e6f4c3a4a50b1de2fe0cc5d71f4a6f0b2931d0f4b0a8c7e11d3',
      backend: 'wasm',
      recording: 'session 0193, recording 1',
      recordingCrc32: 0x8f3a11c2,
      priorSd: 0.231,
      seed: 20260314,
    },
  };
}
