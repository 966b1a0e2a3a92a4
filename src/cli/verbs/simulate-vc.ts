import { simulateClamp } from '../../core/simulate/reference-clamp.ts';
import { findProtocol } from '../../main/store/index.ts';
import { CELL_OPTION, cellOf } from '../cell-option.ts';
import { cellValues } from '../cell-values.ts';
import { writeFloat32 } from '../files.ts';
import { applyMembraneOptions, MEMBRANE_OPTIONS, setAdjustable } from '../membrane-options.ts';
import { PROTOCOLS_DIR } from '../paths.ts';
import { pairs, shown } from '../table.ts';
import type { Verb } from '../verb.ts';

/** Capacitance of the model cell, pF: converts MOhm and nS for current densities. */
const MODEL_CELL_PF = 60;

export const simulateVc: Verb = {
  words: ['simulate', 'vc'],
  summary: 'Simulate the voltage clamp of a cell with the reference engine.',
  options: {
    params: {
      value: 'FILE|baseline',
      help: 'JSON {"multipliers": {"ina.g_Na": 0.9}}, absent ids are 1; or the published cell.',
      required: true,
    },
    protocol: { value: 'ID|FILE', help: 'Protocol of the library or a protocol file.', required: true },
    out: { value: 'FILE.f32', help: 'Current in pA/pF, little-endian float32; sample k at k / rate.', required: true },
    'rs-mohm': { value: 'N', help: 'Effective series resistance, MOhm; 0, the default, is an ideal clamp.' },
    'cm-pf': { value: 'N', help: `Membrane capacitance, pF. Default ${MODEL_CELL_PF}.` },
    'leak-ns': { value: 'N', help: 'Seal leak, nS, reversing at 0 mV. Default 0.' },
    'hold-s': { value: 'N', help: 'Hold before the protocol, from the published state, s. Default 10.' },
    'sample-rate-hz': { value: 'N', help: 'Default 10000.' },
    ...CELL_OPTION,
    ...MEMBRANE_OPTIONS,
  },
  async run(args) {
    const rsMohm = args.number('rs-mohm', { min: 0 }) ?? 0;
    const cmPf = args.number('cm-pf', { above: 0 }) ?? MODEL_CELL_PF;
    const leakNs = args.number('leak-ns', { min: 0 });
    const holdS = args.number('hold-s', { min: 0 }) ?? 10;
    const sampleRateHz = args.number('sample-rate-hz', { min: 100, max: 200_000 }) ?? 10_000;
    const model = cellOf(args);
    const values = cellValues(args.need('params'), model);
    applyMembraneOptions(values, args, model);
    const protocol = findProtocol(PROTOCOLS_DIR, args.need('protocol'));
    setAdjustable(values, 'leak.g', leakNs === undefined ? undefined : leakNs / cmPf, model);
    // MOhm * pF = us
    const { current } = simulateClamp(values, protocol, { holdS, sampleRateHz, rsCmMs: (rsMohm * cmPf) / 1000, model });
    const bad = current.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new Error(
        `The simulation diverged at sample ${bad}: the parameters are outside the model's range. Choose multipliers nearer to 1.`,
      );
    const out = args.need('out');
    writeFloat32(out, current);
    const currentMin = current.reduce((low, value) => Math.min(low, value), Infinity);
    const currentMax = current.reduce((high, value) => Math.max(high, value), -Infinity);
    return {
      json: { samples: current.length, sampleRateHz, currentMin, currentMax },
      lines: pairs([
        ['File', out],
        ['Samples', `${current.length} at ${sampleRateHz} Hz`],
        ['Current', `${shown(currentMin, 2)} to ${shown(currentMax, 2)} pA/pF`],
      ]),
    };
  },
};
