import { printable } from '../core/text/printable.ts';
import { shortMessage } from '../core/text/short-message.ts';
import { UsageError } from './usage-error.ts';

/** Prints an error on standard error: one sentence, with --json as a document; the stack only for debugging. */
export function report(error: unknown, json: boolean, usage: string | null): void {
  const text = error instanceof Error ? error.message : String(error);
  const wrongUsage = error instanceof UsageError;
  // The contents of a file may be long and control the terminal; a list of verbs is only long.
  const message = wrongUsage ? printable(text.replace(/\s*\n\s*/g, ' ').trim()) : shortMessage(text);
  if (json) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
    const document = { kind: wrongUsage ? 'usage' : 'failed', code, message, ...(wrongUsage && usage !== null ? { usage } : {}) };
    process.stderr.write(`${printable(JSON.stringify({ error: document }))}\n`);
  } else {
    process.stderr.write(`${message}\n`);
    if (wrongUsage && usage !== null) process.stderr.write(`Usage: ${usage}\n`);
  }
  if (process.env['TWINCLAMP_DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
}
