import { FAST_LIMITS, REFERENCE_LIMITS, simulateFree } from '../../core/simulate/reference-free.ts';
import { analyseBeats } from '../../core/beat/beats.ts';
import { beatTable } from '../beat-lines.ts';
import { CELL_OPTION, cellOf } from '../cell-option.ts';
import { cellValues } from '../cell-values.ts';
import { writeFloat32 } from '../files.ts';
import { applyMembraneOptions, MEMBRANE_OPTIONS, setAdjustable } from '../membrane-options.ts';
import { UsageError } from '../usage-error.ts';
import type { Arguments } from '../arguments.ts';
import type { Pacing } from '../../core/simulate/kernel.ts';
import type { Verb } from '../verb.ts';

/** Capacitance of the model cell, pF. */
const MODEL_CELL_PF = 60;

export const simulateAp: Verb = {
  words: ['simulate', 'ap'],
  summary: 'Let a cell run free, or pace it, and measure its action potentials.',
  options: {
    params: {
      value: 'FILE|baseline',
      help: 'JSON {"multipliers": {"ina.g_Na": 0.9}}, absent ids are 1; or the published cell.',
      required: true,
    },
    seconds: { value: 'N', help: 'Length of the record, s.', required: true },
    'settle-s': { value: 'N', help: 'Time before the record, s. Default 100: sodium and potassium drift for a minute and more.' },
    out: { value: 'FILE.f32', help: 'Membrane potential in mV, little-endian float32.' },
    'sample-rate-hz': { value: 'N', help: 'Rate of the record, Hz. Default 10000.' },
    'pace-ms': { value: 'N', help: 'Stimulate every N ms, the first time at once.' },
    'stimulus-ms': { value: 'N', help: 'Length of the stimulus. Default 2.' },
    'stimulus-apf': { value: 'N', help: 'Stimulus, A/F; positive depolarises. Default 20.' },
    'dynamic-ik1': { value: 'N', help: 'Inward rectifier added by dynamic clamp (Ishihara 2009); 1 is an adult cell. Default 0.' },
    'leak-ns': { value: 'N', help: 'Seal leak, nS, reversing at 0 mV. Default 0.' },
    'cm-pf': { value: 'N', help: `Membrane capacitance that the leak acts on, pF. Default ${MODEL_CELL_PF}.` },
    ...CELL_OPTION,
    ...MEMBRANE_OPTIONS,
    fast: { help: 'Coarser steps: four times as fast, cycle length within 0.2 %.' },
  },
  async run(args) {
    const seconds = args.number('seconds', { above: 0, max: 3600 }) ?? NaN;
    const settleS = args.number('settle-s', { min: 0, max: 36_000 }) ?? 100;
    const sampleRateHz = args.number('sample-rate-hz', { min: 100, max: 100_000 }) ?? 10_000;
    const model = cellOf(args);
    const values = cellValues(args.need('params'), model);
    applyMembraneOptions(values, args, model);
    setAdjustable(values, 'dynamicClamp.IK1', args.number('dynamic-ik1', { min: 0 }), model);
    const cmPf = args.number('cm-pf', { above: 0 }) ?? MODEL_CELL_PF;
    const leakNs = args.number('leak-ns', { min: 0 });
    setAdjustable(values, 'leak.g', leakNs === undefined ? undefined : leakNs / cmPf, model);
    const pacing = pacingOf(args);
    const outputDtMs = 1000 / sampleRateHz;
    const free = simulateFree(values, {
      settleS,
      seconds,
      outputDtMs,
      model,
      limits: args.flag('fast') ? FAST_LIMITS : REFERENCE_LIMITS,
      ...(pacing ? { pacing } : {}),
    });
    const { outcome, features } = analyseBeats(free.voltageMv, outputDtMs);
    // The integration steps resolve the upstroke finer than the record does.
    const dvdtMaxVs = features.dvdtMaxVs === null ? null : free.dvdtMaxVs;
    const out = args.text('out');
    if (out !== undefined) writeFloat32(out, free.voltageMv);
    const measured = { ...features, dvdtMaxVs };
    return { json: { outcome, ...measured }, lines: beatTable([['Cell', { outcome, features: measured }]]) };
  },
};

function pacingOf(args: Arguments): Pacing | null {
  const periodMs = args.number('pace-ms', { above: 0 });
  const durationMs = args.number('stimulus-ms', { above: 0 });
  const amplitude = args.number('stimulus-apf');
  if (periodMs === undefined) {
    if (durationMs !== undefined || amplitude !== undefined) throw new UsageError('--stimulus-ms and --stimulus-apf need --pace-ms.');
    return null;
  }
  const pacing = { periodMs, durationMs: durationMs ?? 2, amplitude: amplitude ?? 20 };
  if (pacing.durationMs >= periodMs)
    throw new UsageError(`--stimulus-ms: expected less than --pace-ms ${periodMs}; got ${pacing.durationMs}.`);
  return pacing;
}
