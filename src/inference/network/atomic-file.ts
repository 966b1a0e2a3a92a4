import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file so that a reader, or a power cut, finds either the old content or the whole new one. */
export async function writeFileAtomically(path: string, parts: readonly Uint8Array[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.partial`;
  try {
    const file = await open(partial, 'w');
    try {
      for (const part of parts) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (cause) {
    await rm(partial, { force: true });
    throw new Error(`Could not write ${path}: ${cause instanceof Error ? cause.message : String(cause)}. Free space or choose another folder.`, {
      cause,
    });
  }
}
