import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { BATCH_FILES, BATCH_MARK, batchText, readAnswers, type Batch } from '../../../shared/patchmaster/index.ts';
import { RigError } from '../rig-error.ts';

const POLL_MS = 5;
const ANSWER_MS = 1000;
/** Far more than any answer has. */
const MOST_BYTES = 65_536;
/** The other program reads, or has the file open. */
const BUSY = new Set(['EBUSY', 'EPERM', 'EACCES', 'ENOENT']);

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, POLL_MS));

/** Commands and answers by batch files in one folder, one batch at a time. */
export class BatchExchange {
  private readonly folder: string;
  private index: number;

  private constructor(folder: string, index: number) {
    this.folder = folder;
    this.index = index;
  }

  /** Goes on after the last index in either file: the other program ignores one that does not grow. */
  static async open(folder: string): Promise<BatchExchange> {
    const files = await Promise.all([linesIn(folder, BATCH_FILES.answers), linesIn(folder, BATCH_FILES.commands)]);
    return new BatchExchange(folder, Math.max(0, ...files.map((found) => found?.index ?? 0)));
  }

  /**
   * @param expected answers that must come; some commands have none
   * @throws RigError no-answer, port-missing where the folder cannot be written
   */
  async ask(commands: readonly string[], expected = 0): Promise<readonly string[]> {
    const end = performance.now() + ANSWER_MS;
    this.index += 1;
    await this.write(batchText(this.index, commands), end);
    let before = '';
    for (;;) {
      const answers = await linesIn(this.folder, BATCH_FILES.answers);
      const isOurs = answers?.index === this.index && answers.lines.length >= expected;
      const now = JSON.stringify(answers);
      // An answer is whole when it has not changed between two looks.
      if (isOurs && now === before) return answers.lines;
      before = now;
      if (performance.now() > end)
        throw new RigError(
          'no-answer',
          `Expected PatchMaster to answer in ${BATCH_FILES.answers} within ${ANSWER_MS / 1000} s, got nothing. ` +
            'Start it, switch on its batch communication, and check the folder.',
        );
      await pause();
    }
  }

  private async write(text: string, end: number): Promise<void> {
    for (;;) {
      try {
        const file = await open(join(this.folder, BATCH_FILES.commands), 'w');
        try {
          await file.write(text, 0, 'latin1');
          await file.write(BATCH_MARK.ready, 0, 'latin1');
        } finally {
          await file.close();
        }
        return;
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? '';
        if (BUSY.has(code) && code !== 'ENOENT' && performance.now() < end) await pause();
        else
          throw new RigError(
            'port-missing',
            `Expected to write ${BATCH_FILES.commands} in the folder of PatchMaster, got ${code}. Check the folder.`,
            {
              cause: error,
            },
          );
      }
    }
  }
}

/** What lies there now; null: nothing that can be read. @throws RigError port-missing where the file cannot be read at all */
async function linesIn(folder: string, file: string): Promise<Batch | null> {
  try {
    return readAnswers(await beginningOf(join(folder, file)));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (BUSY.has(code)) return null;
    throw new RigError('port-missing', `Expected to read ${file} in the folder of PatchMaster, got ${code}. Check the folder.`, {
      cause: error,
    });
  }
}

/** What is beyond belongs to no answer. */
async function beginningOf(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(MOST_BYTES);
    const { bytesRead } = await file.read(bytes, 0, MOST_BYTES, 0);
    return bytes.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}
