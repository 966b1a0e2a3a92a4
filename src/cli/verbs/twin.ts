import { simulateBeat } from '../../core/twin/simulate-beat.ts';
import { twinValues } from '../../core/twin/twin-values.ts';
import { beatDifferences, beatTable } from '../beat-lines.ts';
import { writeFloat32 } from '../files.ts';
import { readTwin } from '../twin-file.ts';
import { twinLines, twinSummary } from '../twin-answer.ts';
import type { Verb } from '../verb.ts';

export const twinVerb: Verb = {
  words: ['twin'],
  summary: 'Check a twin file and beat the twin again.',
  options: {
    twin: { value: 'FILE.json', help: 'The twin.', required: true },
    out: { value: 'FILE.f32', help: 'Membrane potential in mV at 1 kHz, little-endian float32.' },
  },
  async run(args) {
    const twin = readTwin(args.need('twin'));
    const beat = simulateBeat(twinValues(twin));
    const out = args.text('out');
    if (out !== undefined) writeFloat32(out, Float32Array.from(beat.voltageMv));
    const difference = beatDifferences(twin.beat.features, beat.features);
    return {
      json: { ...twinSummary(twin), outcome: beat.outcome, ...beat.features, stored: { outcome: twin.beat.outcome, ...twin.beat.features }, difference },
      lines: [...twinLines(twin), '', 'Simulated again:', ...beatTable([['Stored', twin.beat], ['Again', beat]])],
    };
  },
};
