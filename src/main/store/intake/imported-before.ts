import { z } from 'zod';
import type { SessionReader } from '../session-reader.ts';

const imported = z.object({ imported: z.object({ sha256: z.string(), part: z.number() }) });

/** Numbers of the recordings of a file, by its SHA-256, that a session holds already. */
export function importedBefore(session: SessionReader, sha256: string): Set<number> {
  const found = new Set<number>();
  for (const { recordingId, damage } of session.listRecordings()) {
    if (damage !== null) continue;
    const parsed = imported.safeParse(session.recordingMeta(recordingId).acquisition);
    if (parsed.success && parsed.data.imported.sha256 === sha256) found.add(parsed.data.imported.part);
  }
  return found;
}
