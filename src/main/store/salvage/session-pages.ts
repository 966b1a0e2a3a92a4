import { constants, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { closeWhenAlone } from '../held-descriptors.ts';
import type { FileHeader } from '../file-header.ts';
import { logBeside } from '../log-verdict.ts';
import { guarded } from '../storage-error.ts';
import { committedPages } from '../write-ahead-log.ts';

/** Pages of SQLite where nothing else is stated; no session has others. */
const PAGE_SIZE = 4096;

/** Pages of a damaged session, with those of its log in the place of older ones. Only reads. */
export interface SessionPages {
  readonly pageSize: number;
  /** Pages that are there, the last one perhaps in part. */
  readonly count: number;
  /** Page `number`, from 1; what was cut off of it is 0. Valid until the next call. */
  readonly page: (number: number) => Buffer;
  readonly close: () => void;
}

/**
 * Opens the pages of a file whatever its header says.
 * @param sized by the header, or as every session is where that leads to nothing
 * @throws StorageError 'io'
 */
export function openPages(file: string, sized: 'as stated' | 'as ever' = 'as stated'): SessionPages {
  return guarded('Reading the pages of a session', file, () => {
    const descriptor = openSync(file, constants.O_RDONLY);
    const { size } = fstatSync(descriptor);
    const header = sized === 'as stated' ? headerOf(descriptor, size) : unknownHeader(size);
    const { pageSize } = header;
    const logged: ReadonlyMap<number, number> =
      existsSync(`${file}-wal`) && logBeside(file, header).kind === 'own' ? committedPages(file, pageSize) : new Map<number, number>();
    const log = logged.size > 0 ? openSync(`${file}-wal`, constants.O_RDONLY) : null;
    const buffer = Buffer.alloc(pageSize);
    const newest = [...logged.keys()].reduce((most, page) => Math.max(most, page), 0);
    return {
      pageSize,
      count: Math.max(Math.ceil(size / pageSize), newest),
      page(number) {
        const place = logged.get(number);
        const got =
          place === undefined || log === null
            ? readSync(descriptor, buffer, 0, pageSize, (number - 1) * pageSize)
            : readSync(log, buffer, 0, pageSize, place);
        return buffer.fill(0, got);
      },
      close() {
        closeWhenAlone(descriptor);
        if (log !== null) closeWhenAlone(log);
      },
    };
  });
}

/** As far as the header holds. */
function headerOf(descriptor: number, bytes: number): FileHeader {
  const head = Buffer.alloc(100);
  readSync(descriptor, head, 0, head.length, 0);
  const stated = head.readUInt16BE(16) === 1 ? 65536 : head.readUInt16BE(16);
  const holds = head.toString('latin1', 0, 16) === 'SQLite format 3\0' && stated >= 512 && (stated & (stated - 1)) === 0;
  return holds ? { ...unknownHeader(bytes), pageSize: stated, usesLog: head[18] === 2 } : unknownHeader(bytes);
}

function unknownHeader(bytes: number): FileHeader {
  return { bytes, statedBytes: 0, pageSize: PAGE_SIZE, layout: 0, usesLog: true, bare: false };
}
