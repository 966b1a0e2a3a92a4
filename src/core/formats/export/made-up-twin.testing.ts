import type { Twin } from '../../twin/twin.ts';

const parameter = {
  id: 'ina.g_Na',
  current: 'INa',
  unit: 'nS/pF',
  baseline: 9.72,
  value: 8.748,
  multiplier: 0.9,
  mean: 0.9,
  sd: 0.02,
  interval90: [0.867, 0.933] as const,
  informedBy: 'data' as const,
};
const twin: Twin = {
  schema: 'twinclamp.twin/3',
  createdAt: '2026-01-02T03:04:05Z',
  cellName: 'cell "7", dish 2',
  method: 'network',
  temperatureC: 37,
  protocolId: 'clark2022-rounded',
  parameters: [parameter, { ...parameter, id: 'ikr.g_Kr', unit: 'a,b' }],
  clamp: {
    mode: 'rig',
    filterHz: 5000,
    access: { from: 'stated', seriesResistanceMohm: 20, membraneCapacitancePf: 50, compensationPercent: 80, expectedMs: 0.2 },
  },
  nuisance: [{ id: 'rsCmMs', label: 'Rs x Cm', unit: 'ms', value: 0.1, sd: 0.01 }],
  fit: {
    nrmsePercent: 1.2,
    residualRmsPaPf: 0.3,
    noisePaPf: 0.2,
    chi2PerSample: 1.1,
    residualCorrelation: { lag1: 0.03, chance: 0.04 },
    residualAfterStepsPaPf: 0.25,
    iterations: 3,
  },
  beatWithLeak: null,
  beat: {
    outcome: 'quiescent',
    features: { beats: 0, cycleLengthMs: null, apd50Ms: null, apd90Ms: null, mdpMv: -70, peakMv: null, dvdtMaxVs: null },
    dtMs: 1,
    voltageMv: [-70, -70],
  },
  ensemble: null,
  notIdentifiable: [],
  alarms: ['too noisy'],
  provenance: {
    cellModel: 'kernik2019',
    program: 'TwinClamp 0.1.0',
    model: 'Kernik 2019',
    network: null,
    networkSha256: null,
    backend: null,
    recording: 'r',
    recordingCrc32: 4294967295,
    priorSd: 0.231,
    seed: 1,
  },
};

const beat = {
  members: 2,
  outcomes: {},
  features: { cycleLengthMs: null, apd50Ms: null, apd90Ms: null, mdpMv: null, peakMv: null, dvdtMaxVs: null },
};

/** The cells of an ensemble of all varied parameters. */
export function madeUpEnsemble(parameters: number): NonNullable<Twin['ensemble']> {
  const members = [0.9, 1.1].map((multiplier) => ({
    multipliers: new Array<number>(parameters).fill(multiplier),
    scales: { 'scale.INaK': multiplier },
  }));
  return { members, beat, beatWithLeak: null, drawn: null };
}

/** A small twin of two parameters. */
export function madeUpTwin(over: Partial<Twin> = {}): Twin {
  return { ...twin, ...over };
}
