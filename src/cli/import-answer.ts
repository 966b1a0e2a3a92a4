import type { ImportedCellReport, ImportReport, StoredIntake } from '../shared/store/import-report.ts';
import { shown, table } from './table.ts';
import type { Answer } from './verb.ts';

/** What came in and what did not, and why; failed where a file that was named could not be used, or nothing was stored. */
export function importAnswer(report: ImportReport): Answer {
  const files = report.cells.flatMap((cell) => cell.files);
  const failed = files.every(({ used }) => used === 0)
    ? !files.every(({ unused }) => unused.length > 0 && unused.every(({ why }) => /already/.test(why)))
    : files.some(({ asked, used, unused }) => asked && used === 0 && unused.some(({ why }) => !/already/.test(why)));
  return { json: report, failed, lines: report.cells.flatMap((cell, i) => [...(i === 0 ? [] : ['']), ...linesOf(cell)]) };
}

function linesOf({ cellName, session, recordings, files, questions }: ImportedCellReport): string[] {
  const notUsed = files.flatMap(({ file, unused }) => unused.map(({ what, why }) => `  ${file}, ${what.toLowerCase()}: ${why}`));
  const remarks = [
    ...recordings.flatMap(({ recordingId, remarks: said }) => said.map((remark) => `  Recording ${recordingId}: ${remark}`)),
    ...files.flatMap(({ file, notes }) => notes.map((note) => `  ${file}: ${note}`)),
  ];
  return [
    session === null
      ? `${cellName}: nothing was stored.`
      : recordings.length === 0 && files.some(({ used }) => used > 0)
        ? `${cellName}: the twin is in ${session}.`
        : `${cellName}: ${recordings.length} recording(s) in ${session}.`,
    ...(recordings.length === 0
      ? []
      : table(['Recording', 'File', 'Name', 'Kind', 'Length s', 'Rate Hz', 'Command', 'Shift ms', 'Offset mV'], recordings.map(rowOf))),
    ...(remarks.length === 0 ? [] : ['What to know:', ...remarks]),
    ...(notUsed.length === 0 ? [] : ['Not used:', ...notUsed]),
    ...(questions.length === 0 ? [] : ['Not known, say it with an option or a template:', ...questions.map((question) => `  ${question}`)]),
  ];
}

function rowOf({ recordingId, file, name, kind, samples, sampleRateHz, command }: StoredIntake): string[] {
  return [
    String(recordingId),
    file,
    name ?? '',
    kind,
    shown(samples / sampleRateHz, 3),
    String(sampleRateHz),
    command === null ? '' : `${command.origin}: ${command.protocolId}`,
    command === null ? '' : String(command.shiftMs),
    command === null ? '' : String(command.offsetMv),
  ];
}
