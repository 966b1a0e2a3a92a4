import { TWIN_FORMATS, twinExporter } from '../../core/formats/export/registry.ts';
import { exportTwin } from '../../main/store/index.ts';
import { ensureFolderOf } from '../files.ts';
import { formatOption, titlesOf } from '../format-option.ts';
import { withSessionFile } from '../open-session.ts';
import { readTwin } from '../twin-file.ts';
import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';

export const exportVerb: Verb = {
  words: ['export'],
  summary: `Write a twin as ${titlesOf(TWIN_FORMATS.map(twinExporter))}.`,
  options: {
    twin: { value: 'FILE.json', help: 'A twin file.' },
    session: { value: 'FILE', help: 'A session with the twin instead; needs --twin-id.' },
    'twin-id': { value: 'N', help: 'Twin of the session.' },
    format: formatOption(TWIN_FORMATS),
    out: { value: 'FILE', help: 'Where it is written.', required: true },
  },
  async run(args) {
    args.oneOf('twin', 'session');
    const format = args.choice('format', TWIN_FORMATS) ?? TWIN_FORMATS[0];
    const out = args.need('out');
    const file = args.text('twin');
    const twinId = args.number('twin-id', { min: 1, whole: true });
    if (file === undefined && twinId === undefined) throw new UsageError('Missing: --twin-id N, the twin of the session.');
    const twin =
      file === undefined ? await withSessionFile(args.need('session'), (session) => session.getTwin(twinId ?? 0).twin) : readTwin(file);
    ensureFolderOf(out);
    exportTwin(twin, format, out);
    return {
      json: { out, format, parameters: twin.parameters.length },
      lines: [`${twin.parameters.length} parameters written to ${out}.`],
    };
  },
};
