import { existsSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { parseCsvTemplate, templateOfPreview } from '../../core/formats/csv/csv-template.ts';
import { csvPreview } from '../../core/formats/csv/csv-preview.ts';
import { READERS } from '../../core/formats/registry.ts';
import { formatTools } from '../../main/formats/index.ts';
import { importFilesSteps, loadProtocols, readIntake, SessionFolder, writeFileWhole } from '../../main/store/index.ts';
import { putInPlace } from '../../node/files/index.ts';
import type { Arguments } from '../arguments.ts';
import { readBytes, readText } from '../files.ts';
import { importAnswer } from '../import-answer.ts';
import { inspectAnswer } from '../inspect-answer.ts';
import { existingSession } from '../open-session.ts';
import { PROTOCOLS_DIR, sessionsDir } from '../paths.ts';
import { STATED_OPTIONS, statedOf } from '../stated-options.ts';
import { UsageError } from '../usage-error.ts';
import type { Answer, Context, Verb } from '../verb.ts';

export const importVerb: Verb = {
  words: ['import'],
  summary: 'Store recordings of any known format as the session of a cell, and report what was used and what not.',
  operands: [
    {
      value: 'FILE|FOLDER',
      many: true,
      help: `Recordings of ${READERS.map(({ name }) => name).join(', ')}, known by their content. Files are one cell; each folder is one.`,
    },
  ],
  options: {
    inspect: { help: 'Show format, sweeps, channels, command and tags of one file; nothing is stored.' },
    into: { value: 'SESSION', help: 'An existing session that the recordings go into: one cell.' },
    session: { value: 'FILE', help: 'Session file to make.' },
    sessions: { value: 'DIR', help: 'Folder of sessions to make it in. Default: where sessions are kept.' },
    'cell-name': { value: 'TEXT', help: 'Name of the cell. Default: the file or folder.' },
    map: { value: 'TEMPLATE', help: 'What the columns of tables are, and what they do not say: a template of --write-map.' },
    'write-map': { value: 'FILE', help: 'Write a template for a table, to be completed, and its questions; nothing is stored.' },
    ...STATED_OPTIONS,
  },
  async run(args, context) {
    args.exclusive('inspect', 'into', 'session', 'sessions', 'write-map');
    args.exclusive('inspect', 'map');
    const paths = args.words();
    if (args.flag('inspect')) return inspectAnswer(only(paths, '--inspect'));
    const templateFile = args.text('write-map');
    if (templateFile !== undefined) return writeTemplate(only(paths, '--write-map'), templateFile);
    return store(paths, args, context);
  },
};

function only(paths: readonly string[], option: string): string {
  if (paths.length !== 1) throw new UsageError(`${option} takes one file, got ${paths.length}.`);
  return paths[0]!;
}

function writeTemplate(path: string, out: string): Promise<Answer> {
  const preview = csvPreview(readBytes(path, 'Recording'));
  const template = templateOfPreview(basename(path).replace(/\.[^.]+$/, ''), preview);
  writeFileWhole(out, [`${JSON.stringify(template, null, 2)}\n`]);
  const columns = template.columns.map(({ role, unit }, i) => `${preview.layout.titles[i]} (${unit === '' ? role : `${role}, ${unit}`})`);
  return Promise.resolve({
    json: { template: out, ...preview },
    lines: [`Columns: ${columns.join('; ')}.`, ...preview.questions, `Written to ${out}. Complete it and import with --map ${out}.`],
  });
}

async function store(paths: readonly string[], args: Arguments, { progress, signal }: Context): Promise<Answer> {
  const into = args.text('into');
  const target = args.text('session');
  if (target !== undefined && existsSync(target))
    throw new Error(`"${target}" exists already; a session is never overwritten. Choose another name, or --into.`);
  if (target !== undefined && paths.some((path) => existsSync(path) && statSync(path).isDirectory()))
    throw new UsageError('--session makes one session; each folder makes one of its own. Use --sessions, or --into.');
  const folder =
    into !== undefined
      ? dirname(resolve(existingSession(into)))
      : target === undefined
        ? (args.text('sessions') ?? sessionsDir())
        : dirname(resolve(target));
  const map = args.text('map');
  const cellName = args.text('cell-name');
  const sessions = new SessionFolder(folder);
  const steps = importFilesSteps(
    {
      paths,
      ...(into === undefined ? {} : { into: basename(resolve(into)) }),
      ...(cellName === undefined ? {} : { cellName }),
      stated: statedOf(args),
      template: map === undefined ? null : parseCsvTemplate(readText(map, 'Template')),
    },
    { sessions, protocols: loadProtocols(PROTOCOLS_DIR), read: (path, wish) => readIntake(path, wish, formatTools()) },
  );
  for (;;) {
    const step = await steps.next();
    if (step.done === true) {
      const [cell] = step.value.cells;
      if (target === undefined || cell?.session == null) return importAnswer(step.value);
      putInPlace(cell.session, target);
      return importAnswer({ cells: [{ ...cell, sessionKey: basename(target), session: target }] });
    }
    if (signal.aborted) {
      await steps.return(undefined as never);
      signal.throwIfAborted();
    }
    progress.step('Importing', step.value);
  }
}
