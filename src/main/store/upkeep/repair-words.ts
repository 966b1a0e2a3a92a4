import type { SessionFile } from '../session-file.ts';
import { LOST_TO_DAMAGE } from './copy-recording.ts';

/** What a repair kept, in a sentence. */
export function savedSentence(session: SessionFile, recordings: number, twins: number): string {
  const { samples } = session.connection.prepare('SELECT coalesce(sum(n), 0) AS samples FROM chunk').get() as { samples: number };
  return `Saved: ${counted(recordings, 'recording')} with ${counted(samples, 'sample')}, and ${counted(twins, 'twin')}.`;
}

/** What it lost, in a sentence. @param parts of which each is told apart */
export function lostSentence(session: SessionFile, parts: number): string {
  if (parts === 0) return 'Lost: nothing.';
  const { samples } = session.connection.prepare('SELECT coalesce(sum(n), 0) AS samples FROM gap WHERE reason = ?').get(LOST_TO_DAMAGE) as {
    samples: number;
  };
  return samples === 0
    ? `Lost or damaged: ${counted(parts, 'part')}, no samples of these recordings.`
    : `Lost: ${counted(samples, 'sample')} of these recordings, which are gaps now (${counted(parts, 'place')} of damage in all).`;
}

function counted(n: number, what: string): string {
  return `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;
}
