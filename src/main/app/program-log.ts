import { appendFileSync } from 'node:fs';

export type ProgramLog = (line: string) => void;

/** The log of the program: lines with their time, appended to the file that TWINCLAMP_LOG names; without it there is none. */
export function programLog(env: NodeJS.ProcessEnv = process.env): ProgramLog {
  const file = env['TWINCLAMP_LOG'];
  if (file === undefined || file === '') return () => undefined;
  return (line) => appendFileSync(file, `${new Date().toISOString()} ${line.replace(/\p{Cc}+/gu, ' ')}\n`);
}
