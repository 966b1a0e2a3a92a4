import { z } from 'zod';
import { crc32 } from '../../../node/checksum/crc32.ts';
import { traceBytes } from '../chunk.ts';
import type { SessionReader } from '../session-reader.ts';

const importedFrom = z.object({ imported: z.object({ sha256: z.string(), part: z.number() }) });

/** A recording that a session holds, as far as it tells it from others. */
interface Held {
  readonly recordingId: number;
  readonly samples: number;
  /** The imported file and which recording of it, or when a recorded one began, with its rate. */
  readonly origin: string;
  /** Of voltage and of current; computed where another recording has the origin. */
  crc: string | null;
}

/**
 * The recordings that a session holds before others are copied into it: the same recording of the same file, or of the same moment, with
 * the same samples, is not copied again.
 */
export class RecordingsHeld {
  readonly #session: SessionReader;
  readonly #held: Held[];

  constructor(session: SessionReader) {
    this.#session = session;
    this.#held = session
      .listRecordings()
      .filter(({ damage }) => damage === null)
      .map(({ recordingId }) => ({
        recordingId,
        samples: session.openRecording(recordingId).state.span,
        origin: originOf(session, recordingId),
        crc: null,
      }));
  }

  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  /** Number of the same recording here; null: it is another one. @throws StorageError 'damaged' as reading samples does */
  find(from: SessionReader, recordingId: number): number | null {
    const samples = from.openRecording(recordingId).state.span;
    if (samples === 0) return null;
    const origin = originOf(from, recordingId);
    let crc: string | null = null;
    for (const held of this.#held) {
      if (held.samples !== samples || held.origin !== origin) continue;
      crc ??= crcOf(from, recordingId);
      held.crc ??= crcOf(this.#session, held.recordingId);
      if (held.crc === crc) return held.recordingId;
    }
    return null;
  }
}

function originOf(session: SessionReader, recordingId: number): string {
  const { acquisition, startedAt, kind, sampleRateHz } = session.recordedMeta(recordingId);
  const parsed = importedFrom.safeParse(acquisition);
  const from = parsed.success ? [parsed.data.imported.sha256, parsed.data.imported.part] : [startedAt];
  return JSON.stringify([...from, kind, sampleRateHz]);
}

/** However the samples are divided into chunks. */
function crcOf(session: SessionReader, recordingId: number): string {
  let [voltage, current] = [0, 0];
  for (const { samples } of session.samplePieces(recordingId)) {
    voltage = crc32(traceBytes(samples.voltageMv), voltage);
    current = crc32(traceBytes(samples.currentPa), current);
  }
  return `${voltage} ${current}`;
}
