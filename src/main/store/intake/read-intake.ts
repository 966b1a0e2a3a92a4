import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { CsvTemplate } from '../../../core/formats/csv/csv-template.ts';
import { readCsv } from '../../../core/formats/csv/csv-reader.ts';
import { FormatError } from '../../../core/formats/format-error.ts';
import type { Intake, Stated, Unused } from '../../../core/formats/intake/intake.ts';
import { takeIn } from '../../../core/formats/intake/take-in.ts';
import { isCsv, readRecordings } from '../../../core/formats/read-recordings.ts';
import type { Protocol } from '../../../core/protocol/protocol.ts';
import type { FormatSource, FormatTools } from '../../../core/formats/reader.ts';
import { shortMessage } from '../../../core/text/short-message.ts';
import { sourceFile } from '../../formats/index.ts';
import { guarded, StorageError } from '../storage-error.ts';
import type { IntakeSource } from './store-intake.ts';

/** What a file gives, or why it gives nothing. */
export interface ReadIntake {
  readonly fileName: string;
  /** Null where it could not be read. */
  readonly source: IntakeSource | null;
  readonly recordings: readonly Intake[];
  readonly unused: readonly Unused[];
  readonly notes: readonly string[];
  readonly questions: readonly string[];
}

/** What is known beside a file. */
export interface ReadIntakeWish {
  readonly stated: Stated;
  readonly template: CsvTemplate | null;
  /** Protocols that may have been played. */
  readonly protocols: readonly Protocol[];
}

/** Larger files are not held in memory. */
const LARGEST_BYTES = 1_500_000_000;

/** Reads a file and takes in what it holds. What is wrong with the file is its report, never an error. */
export async function readIntake(path: string, wish: ReadIntakeWish, formats: FormatTools): Promise<ReadIntake> {
  const fileName = basename(path);
  try {
    const source = sourceOf(path);
    // A template speaks for tables alone.
    const template = wish.template !== null && isCsv(source.bytes) ? wish.template : null;
    const file = template === null ? await readRecordings(source, formats) : readCsv(source.bytes, template);
    const stated = statedOf({ ...wish, template });
    const { recordings, unused, questions } = takeIn(file, { fileName, stated, library: wish.protocols });
    const sha256 = createHash('sha256').update(source.bytes).digest('hex');
    return {
      fileName,
      source: { fileName, format: file.format, version: file.version, sha256 },
      recordings,
      unused: unused.map(({ what, why }) => ({ what, why: shortMessage(why) })),
      notes: file.notes.map(shortMessage),
      questions: recordings.length === 0 ? [] : questions,
    };
  } catch (error) {
    if (!(error instanceof FormatError) && !(error instanceof StorageError)) throw error;
    return {
      fileName,
      source: null,
      recordings: [],
      unused: [{ what: 'The file', why: shortMessage(error.message) }],
      notes: [],
      questions: [],
    };
  }
}

/** What the operator says goes before what the template says. */
function statedOf({ stated, template, protocols }: ReadIntakeWish): Stated {
  if (template === null) return stated;
  const protocol = template.protocol == null ? undefined : protocols.find(({ id }) => id === template.protocol);
  if (template.protocol != null && protocol === undefined)
    throw new FormatError(
      `The template names the protocol "${template.protocol.slice(0, 60)}", which is not in the library. Correct the template.`,
    );
  return {
    ...(protocol === undefined ? {} : { protocol }),
    ...(template.clamp == null ? {} : { clamp: template.clamp }),
    ...stated,
    conditions: { ...template.conditions, ...stated.conditions },
  };
}

function sourceOf(path: string): FormatSource {
  return guarded('Reading a recording', path, () => {
    const stat = statSync(path);
    if (!stat.isFile()) throw new StorageError('refused', 'Expected a file; this is a folder or a device.');
    if (stat.size > LARGEST_BYTES)
      throw new StorageError(
        'refused',
        `The file has ${Math.round(stat.size / 1e6)} MB; up to ${LARGEST_BYTES / 1e6} MB are read at once. Split it where it was recorded.`,
      );
    return sourceFile(path);
  });
}
