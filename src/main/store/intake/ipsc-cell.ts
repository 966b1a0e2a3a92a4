import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ImportedCellReport } from '../../../shared/store/import-report.ts';
import { IPSC_FILES } from '../import-cell.ts';
import type { SessionFolder } from '../session-folder.ts';
import type { PlannedCell } from './import-plan.ts';

/** Whether a folder is one cell of the published iPSC data set, whose sheet states what its tables do not. */
export function isIpscCell(folder: string): boolean {
  return IPSC_FILES.every((name) => existsSync(join(folder, name)));
}

/** What of such a folder was used: its best step family and the beats before the drug. */
export function reportOfIpscCell(
  sessions: SessionFolder,
  sessionKey: string,
  { cellName, files }: PlannedCell,
  notes: readonly string[],
): ImportedCellReport {
  const session = sessions.openReader(sessionKey);
  try {
    const recordings = session.listRecordings().map(({ recordingId, kind, sampleRateHz, samples, device }) => ({
      recordingId,
      file: device.replace(/^imported from /, ''),
      name: null,
      kind,
      sampleRateHz,
      samples,
      command: null,
      remarks: [],
      offers: [],
    }));
    const used = new Set<string>(IPSC_FILES);
    return {
      sessionKey,
      session: session.path,
      cellName,
      recordings,
      files: files.map(({ path, asked }) => {
        const file = basename(path);
        return {
          file,
          format: used.has(file) ? 'CSV' : null,
          used: recordings.filter((recording) => recording.file === file).length,
          unused: used.has(file)
            ? []
            : [{ what: 'The file', why: `of such a cell ${IPSC_FILES.join(', ')} are used; import the file by itself` }],
          notes: file === 'metadata.csv' ? notes : [],
          asked,
        };
      }),
      questions: [],
    };
  } finally {
    session.close();
  }
}
