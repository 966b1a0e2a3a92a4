import { appendFileSync, existsSync, readFileSync } from 'node:fs';

interface Kept {
  readonly name: string;
  readonly seed: number;
  readonly line: 'memory' | 'pty';
}

/** Verdicts of earlier runs in a file of JSON lines: a long run that was ended goes on where it was. */
export class KeptVerdicts<V extends Kept> {
  private readonly path: string | null;
  private readonly known = new Map<string, V>();

  /** @param path null: nothing is kept */
  constructor(path: string | null) {
    this.path = path;
    if (path === null || !existsSync(path)) return;
    // A line that was cut as the run was ended is tried again.
    for (const line of readFileSync(path, 'utf8').split('\n').slice(0, -1)) {
      const verdict = JSON.parse(line) as V;
      this.known.set(key(verdict), verdict);
    }
  }

  of(attack: Kept): V | undefined {
    return this.known.get(key(attack));
  }

  keep(verdict: V): void {
    if (this.path !== null) appendFileSync(this.path, `${JSON.stringify(verdict)}\n`);
  }
}

function key({ name, seed, line }: Kept): string {
  return `${line} ${seed} ${name}`;
}
