import { FAST_LIMITS, REFERENCE_LIMITS, simulateFree } from '../../core/simulate/reference-free.ts';
import { analyseBeats } from '../../core/twin/beats.ts';
import { beatTable } from '../beat-lines.ts';
import { cellValues } from '../cell-values.ts';
import { writeFloat32 } from '../files.ts';
import type { Verb } from '../verb.ts';

export const simulateAp: Verb = {
  words: ['simulate', 'ap'],
  summary: 'Let a cell run free and measure its action potentials.',
  options: {
    params: { value: 'FILE|baseline', help: 'JSON {"multipliers": {"ina.g_Na": 0.9}}, absent ids are 1; or the published cell.', required: true },
    seconds: { value: 'N', help: 'Length of the record, s.', required: true },
    'settle-s': { value: 'N', help: 'Time before the record, s. Default 100: sodium and potassium drift for a minute and more.' },
    out: { value: 'FILE.f32', help: 'Membrane potential in mV, little-endian float32.' },
    'sample-rate-hz': { value: 'N', help: 'Rate of the record, Hz. Default 10000.' },
    fast: { help: 'Coarser steps: four times as fast, cycle length within 0.2 %.' },
  },
  async run(args) {
    const seconds = args.number('seconds', { above: 0, max: 3600 }) ?? NaN;
    const settleS = args.number('settle-s', { min: 0, max: 36_000 }) ?? 100;
    const sampleRateHz = args.number('sample-rate-hz', { min: 100, max: 100_000 }) ?? 10_000;
    const values = cellValues(args.need('params'));
    const outputDtMs = 1000 / sampleRateHz;
    const free = simulateFree(values, { settleS, seconds, outputDtMs, limits: args.flag('fast') ? FAST_LIMITS : REFERENCE_LIMITS });
    const { outcome, features } = analyseBeats(free.voltageMv, outputDtMs);
    // The steps see the upstroke finer than the record does.
    const dvdtMaxVs = features.dvdtMaxVs === null ? null : free.dvdtMaxVs;
    const out = args.text('out');
    if (out !== undefined) writeFloat32(out, free.voltageMv);
    const told = { ...features, dvdtMaxVs };
    return { json: { outcome, ...told }, lines: beatTable([['Cell', { outcome, features: told }]]) };
  },
};
