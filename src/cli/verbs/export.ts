import { basename } from 'node:path';
import { alarmNote } from '../../core/formats/export/provenance.ts';
import {
  MODEL_FORMATS,
  recordingExporter,
  TWIN_FORMATS,
  twinExporter,
  type RecordingFormat,
  type TwinFormat,
} from '../../core/formats/export/registry.ts';
import { shortMessage } from '../../core/text/short-message.ts';
import type { Twin } from '../../core/twin/twin.ts';
import { exportEnsemble, exportRecordings, exportTwin, FileNames, type SessionReader } from '../../main/store/index.ts';
import type { Arguments } from '../arguments.ts';
import { EXPORT_FORMATS, isSession, isTwinExport, type ExportFormat } from '../export-plan.ts';
import { ensureFolderOf } from '../files.ts';
import { withSessionFile } from '../open-session.ts';
import { pickRecording } from '../recording-input.ts';
import { readTwin } from '../twin-file.ts';
import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';

/** One file that was written, or a folder of them. */
interface Written {
  readonly out: string;
  readonly format: ExportFormat;
  readonly parameters?: number;
  readonly recordingIds?: readonly number[];
  readonly samples?: number;
  readonly files?: number;
  readonly alarms?: readonly string[];
}

export const exportVerb: Verb = {
  words: ['export'],
  summary: 'Write recordings and twins for other programs: NWB, ATF, CSV, Myokit, CellML, MATLAB, Python, EasyML, SBML, JSON.',
  operands: [{ value: 'SESSION|TWIN...', help: 'Sessions and twin files; several need --out-dir.', many: true, optional: true }],
  options: {
    twin: { value: 'FILE.json', help: 'A twin file, as the word above.' },
    session: { value: 'FILE', help: 'A session, as the word above.' },
    'twin-id': { value: 'N', help: 'Twin of the session. Default: the newest.' },
    'recording-id': { value: 'N', help: 'Recording of the session. Default: the newest complete voltage clamp; all in NWB.' },
    format: { value: EXPORT_FORMATS.join('|'), help: 'Default json for twin files, csv for sessions.' },
    out: { value: 'FILE', help: 'Where it is written; one source.' },
    'out-dir': { value: 'DIR', help: 'A folder instead: everything of every source in the format.' },
    ensemble: { help: 'Each cell of the ensemble of a twin as a model of its own; --out is then a folder.' },
  },
  async run(args) {
    const sources = sourcesOf(args);
    args.oneOf('out', 'out-dir');
    const folder = args.text('out-dir');
    if (folder === undefined && sources.length > 1) throw new UsageError('Several sources need --out-dir DIR, a folder for their files.');
    const names = new FileNames(folder ?? '.');
    const written: Written[] = [];
    const notUsed: NotUsed[] = [];
    for (const source of sources) {
      try {
        await fromSource(source, args, names, written);
      } catch (error) {
        // One source alone is the job itself.
        if (sources.length === 1) throw error;
        notUsed.push({ source, why: shortMessage(error instanceof Error ? error.message : String(error)), error });
      }
    }
    // Words that are wrong for all of them are wrong.
    const wrong = notUsed.find(({ error }) => error instanceof UsageError);
    if (written.length === 0 && wrong !== undefined) throw wrong.error;
    const [only] = written;
    return {
      json:
        sources.length === 1 && written.length === 1 && only !== undefined
          ? only
          : { files: written, ...(notUsed.length === 0 ? {} : { notUsed: notUsed.map(({ source, why }) => ({ source, why })) }) },
      failed: notUsed.length > 0,
      lines: [
        ...written.flatMap(linesOf),
        ...(notUsed.length === 0 ? [] : ['Not used:', ...notUsed.map(({ source, why }) => `  ${source}: ${why}`)]),
      ],
    };
  },
};

/** A source that nothing, or not all, could be written of. */
interface NotUsed {
  readonly source: string;
  readonly why: string;
  readonly error: unknown;
}

/** @param written gets each file as it is done */
async function fromSource(source: string, args: Arguments, names: FileNames, written: Written[]): Promise<void> {
  if (isSession(source)) await withSessionFile(source, (session) => fromSession(session, args, names, written));
  else written.push(writeTwin(readTwin(source), baseOf(source), args, names));
}

function sourcesOf(args: Arguments): readonly string[] {
  args.exclusive('twin', 'session');
  const named = args.text('twin') ?? args.text('session');
  const sources = [...args.words(), ...(named === undefined ? [] : [named])];
  if (sources.length === 0) throw new UsageError('Missing: SESSION|TWIN, a session or a twin file.');
  return sources;
}

async function fromSession(session: SessionReader, args: Arguments, names: FileNames, written: Written[]): Promise<void> {
  const twinId = args.number('twin-id', { min: 1, whole: true });
  // The old form, --session with --twin-id alone, wrote the twin as JSON.
  const format = args.choice('format', EXPORT_FORMATS) ?? (twinId === undefined ? 'csv' : TWIN_FORMATS[0]);
  if (isTwinExport(format, true, twinId !== undefined)) {
    const { twinList, cellName } = session.detail();
    const newest = twinList.at(-1)?.twinId;
    const ids = twinId !== undefined ? [twinId] : args.text('out-dir') === undefined ? [newest] : twinList.map((twin) => twin.twinId);
    if (ids.length === 0 || ids[0] === undefined) throw new Error(`${basename(session.path)} has no twin. Infer one first.`);
    for (const id of ids) written.push(writeTwin(session.knownTwin(id ?? 0).twin, `${cellName} twin ${id}`, args, names));
    return;
  }
  await writeRecordings(session, format as RecordingFormat, args, names, written);
}

async function writeRecordings(
  session: SessionReader,
  format: RecordingFormat,
  args: Arguments,
  names: FileNames,
  written: Written[],
): Promise<void> {
  if (args.flag('ensemble')) throw new UsageError('--ensemble is for twins; name a format of models.');
  const asked = args.number('recording-id', { min: 1, whole: true });
  const exporter = recordingExporter(format);
  const { cellName, recordingList } = session.detail();
  const ended = recordingList.filter(({ status }) => status !== 'recording').map(({ recordingId }) => recordingId);
  const inOne = 'steps' in exporter;
  const wanted = asked === undefined && (inOne || args.text('out-dir') !== undefined) ? ended : [pickRecording(session, asked)];
  if (wanted.length === 0) throw new Error(`${basename(session.path)} has no recording. Record or import one first.`);
  for (const recordingIds of inOne ? [wanted] : wanted.map((id) => [id])) {
    const name = recordingIds.length === 1 ? `${cellName} recording ${recordingIds[0]}` : cellName;
    const out = args.text('out') ?? names.next(name, exporter.extension);
    ensureFolderOf(out);
    const samples = await exportRecordings(session, recordingIds, out, format);
    written.push({ out, format, recordingIds, samples });
  }
}

function writeTwin(twin: Twin, name: string, args: Arguments, names: FileNames): Written {
  const format = args.choice('format', EXPORT_FORMATS) ?? TWIN_FORMATS[0];
  if (!isTwinExport(format, false, false)) throw new UsageError(`--format ${format} is for recordings.`);
  const known = format as TwinFormat;
  const about = { format, parameters: twin.parameters.length, alarms: twin.alarms };
  if (args.flag('ensemble')) {
    if (!MODEL_FORMATS.includes(known)) throw new UsageError(`--ensemble needs a format of models: ${MODEL_FORMATS.join(', ')}.`);
    const out = args.text('out') ?? names.next(`${name} ensemble`, known);
    return { out, files: exportEnsemble(twin, known, out).length, ...about };
  }
  const out = args.text('out') ?? names.next(name, twinExporter(known).extension);
  ensureFolderOf(out);
  exportTwin(twin, known, out);
  return { out, ...about };
}

function linesOf(written: Written): string[] {
  const { out, parameters, samples, recordingIds, files, alarms } = written;
  const what =
    samples !== undefined
      ? `Recording ${recordingIds?.join(', ')}, ${samples} samples,`
      : files !== undefined
        ? `${files} models`
        : `${parameters} parameters`;
  const note = alarms === undefined ? null : alarmNote({ alarms });
  return [`${what} written to ${out}.`, ...(note === null ? [] : [note])];
}

function baseOf(path: string): string {
  return basename(path).replace(/\.json$/i, '');
}
