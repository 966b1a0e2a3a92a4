import { openSync, readSync, closeSync, existsSync, statSync } from 'node:fs';
import { RECORDING_FORMATS, TWIN_FORMATS, type RecordingFormat, type TwinFormat } from '../core/formats/export/registry.ts';
import { UsageError } from './usage-error.ts';

/** Every format that something can be written in. */
export const EXPORT_FORMATS = [...new Set<TwinFormat | RecordingFormat>([...RECORDING_FORMATS, ...TWIN_FORMATS])] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const SQLITE = 'SQLite format 3';

/** Whether a file is a session or a twin file, by its content. @throws Error where there is no such file */
export function isSession(path: string): boolean {
  if (!existsSync(path)) throw new Error(`"${path}" does not exist. Name a session or a twin file.`);
  if (!statSync(path).isFile()) throw new Error(`"${path}" is a folder. Name a session or a twin file.`);
  const descriptor = openSync(path, 'r');
  try {
    const head = Buffer.alloc(SQLITE.length);
    readSync(descriptor, head, 0, head.length, 0);
    return head.toString('latin1') === SQLITE;
  } finally {
    closeSync(descriptor);
  }
}

/** Twin or recording: some formats are of one alone, of the others a session's recording is meant unless a twin is named. */
export function isTwinExport(format: ExportFormat, session: boolean, twinNamed: boolean): boolean {
  const forTwins = TWIN_FORMATS.some((id) => id === format);
  const forRecordings = RECORDING_FORMATS.some((id) => id === format);
  if (!session && !forTwins) throw new UsageError(`--format ${format}: a twin file has no recording. Name the session instead.`);
  if (twinNamed && !forTwins) throw new UsageError(`--format ${format} is for recordings; leave --twin-id out.`);
  return !session || twinNamed || !forRecordings;
}
