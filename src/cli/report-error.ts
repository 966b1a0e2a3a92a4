import { UsageError } from './usage-error.ts';

/** Tells an error on standard error: one sentence, with --json as a document; the stack only for who looks for a fault in the program. */
export function report(error: unknown, json: boolean, usage: string | null): void {
  const message = (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, ' ').trim();
  const wrongUsage = error instanceof UsageError;
  if (json) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
    const told = { kind: wrongUsage ? 'usage' : 'failed', code, message, ...(wrongUsage && usage !== null ? { usage } : {}) };
    process.stderr.write(`${JSON.stringify({ error: told })}\n`);
  } else {
    process.stderr.write(`${message}\n`);
    if (wrongUsage && usage !== null) process.stderr.write(`Usage: ${usage}\n`);
  }
  if (process.env['TWINCLAMP_DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
}
