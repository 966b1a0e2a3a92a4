import { readFileSync } from 'node:fs';
import { blockedEnsemble } from '../../core/drug/blocked-ensemble.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { simulateBeat } from '../../core/beat/simulate-beat.ts';
import { twinValues } from '../../core/twin/twin-values.ts';
import { kernelPath } from '../../inference/index.ts';
import { beatDifferences, beatTable, ensembleTable } from '../beat-lines.ts';
import { writeFloat32 } from '../files.ts';
import { RESOURCES_DIR } from '../paths.ts';
import { readTwin } from '../twin-file.ts';
import { twinLines, twinSummary } from '../twin-answer.ts';
import type { Verb } from '../verb.ts';

export const twinVerb: Verb = {
  words: ['twin'],
  summary: 'Check a twin file and simulate the beat of the twin and its ensemble, at any temperature.',
  options: {
    twin: { value: 'FILE.json', help: 'The twin.', required: true },
    'temperature-c': { value: 'T', help: 'Temperature, degC, 15 to 42. Default: that of the recording.' },
    out: { value: 'FILE.f32', help: 'Membrane potential in mV at 1 kHz, little-endian float32.' },
  },
  async run(args) {
    const twin = readTwin(args.need('twin'));
    const temperatureC = args.number('temperature-c', { min: 15, max: 42 }) ?? twin.temperatureC;
    const beat = simulateBeat(twinValues({ ...twin, temperatureC }));
    const kernel = await PopulationKernel.load(readFileSync(kernelPath(RESOURCES_DIR)));
    const ensemble = blockedEnsemble(kernel, twin.ensemble?.members ?? [], [], temperatureC)?.before ?? null;
    const out = args.text('out');
    if (out !== undefined) writeFloat32(out, Float32Array.from(beat.voltageMv));
    const difference = beatDifferences(twin.beat.features, beat.features);
    return {
      json: {
        ...twinSummary(twin),
        outcome: beat.outcome,
        ...beat.features,
        temperatureC,
        ensemble,
        stored: { outcome: twin.beat.outcome, ...twin.beat.features },
        difference,
      },
      lines: [
        ...twinLines(twin),
        '',
        `Simulated at ${temperatureC} degC:`,
        ...beatTable([
          ['Stored', twin.beat],
          ['Again', beat],
        ]),
        ...(ensemble ? ['', ...ensembleTable([[`Ensemble of ${ensemble.members}, median (90 %)`, ensemble]])] : []),
      ],
    };
  },
};
