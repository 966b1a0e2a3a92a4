import { printable } from '../core/text/printable.ts';

/** Progress on standard error: one bar on a terminal; elsewhere, where it was asked for, a line for each new stage and each tenth done. */
export class Progress {
  private readonly stream: NodeJS.WriteStream | null;
  private readonly lines: boolean;
  private stage = '';
  private tenth = -1;
  private barShown = false;

  /** @param stream null: nothing is shown; @param lines progress also where the stream is no terminal */
  constructor(stream: NodeJS.WriteStream | null = process.stderr, lines = false) {
    this.stream = stream;
    this.lines = lines;
  }

  /** @param fraction 0 ... 1 of the stage */
  step(named: string, fraction: number, described = ''): void {
    if (this.stream === null) return;
    const [stage, detail] = [printable(named), printable(described)];
    const share = Math.min(1, Math.max(0, fraction));
    const percent = `${Math.floor(100 * share)} %`.padStart(5);
    if (this.stream.isTTY) {
      const cells = 24;
      const bar = '█'.repeat(Math.round(share * cells)).padEnd(cells, '░');
      const line = `${bar} ${percent}  ${stage}${detail === '' ? '' : `: ${detail}`}`;
      this.stream.write(`\r${line.slice(0, Math.max(20, this.stream.columns - 1))}\u001b[K`);
      this.barShown = true;
      return;
    }
    if (!this.lines) return;
    const tenth = Math.floor(10 * share);
    if (stage === this.stage && tenth <= this.tenth) return;
    this.stage = stage;
    this.tenth = tenth;
    this.stream.write(`${percent}  ${stage}${detail === '' ? '' : `: ${detail}`}\n`);
  }

  /** A sentence on how the work proceeds, shown where progress is. */
  remark(sentence: string): void {
    if (this.lines || this.stream?.isTTY === true) this.note(sentence);
  }

  /** A sentence that changes what the answer means, or reports a failure: on a line of its own, on any stream. */
  note(sentence: string): void {
    this.end();
    this.stream?.write(`${printable(sentence)}\n`);
  }

  /** Removes the bar, so that what follows begins on a clean line. */
  end(): void {
    if (this.barShown) this.stream?.write('\r\u001b[K');
    this.barShown = false;
  }
}
