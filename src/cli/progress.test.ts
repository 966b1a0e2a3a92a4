import { describe, expect, it } from 'vitest';
import { Progress } from './progress.ts';

/** A stream that keeps what is written to it. */
function stream(isTTY: boolean): { readonly written: string[]; readonly as: NodeJS.WriteStream } {
  const written: string[] = [];
  return { written, as: { isTTY, columns: 80, write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream };
}

function work(progress: Progress): void {
  progress.step('Fitting', 0.1);
  progress.remark('Connected.');
  progress.step('Fitting', 0.11);
  progress.step('Fitting', 0.9, 'cell 9');
  progress.end();
}

describe('progress', () => {
  it('is not printed where no terminal watches and nobody asked; what changes the answer is', () => {
    const { written, as } = stream(false);
    const progress = new Progress(as);
    work(progress);
    expect(written).toEqual([]);
    progress.note('The network gave no twin.');
    expect(written).toEqual(['The network gave no twin.\n']);
  });

  it('comes as a line for each tenth where it was asked for', () => {
    const { written, as } = stream(false);
    work(new Progress(as, true));
    expect(written).toEqual([' 10 %  Fitting\n', 'Connected.\n', ' 90 %  Fitting: cell 9\n']);
  });

  it('is one bar on a terminal, which is removed in the end', () => {
    const { written, as } = stream(true);
    work(new Progress(as));
    expect(written.at(-1)).toBe('\r\u001b[K');
    expect(written.join('')).toContain('Connected.\n');
  });

  it('is nothing without a stream', () => {
    expect(() => work(new Progress(null, true))).not.toThrow();
  });
});
