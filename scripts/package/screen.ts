import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readXwd, type Picture } from './picture.ts';

export interface Screen {
  /** For DISPLAY. */
  readonly name: string;
  readonly picture: () => Picture;
  readonly stop: () => void;
}

/** A virtual screen of our own whose picture can be read without any tool: Xvfb keeps it in a file. @throws Error without Xvfb */
export async function openScreen(): Promise<Screen> {
  const folder = mkdtempSync(join(tmpdir(), 'twinclamp-screen-'));
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-fbdir', folder], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const stop = (): void => {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const number = await new Promise<string>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error('Xvfb reported no display within 20 s.')), 20_000);
      server.stdio[3]?.once('data', (chunk: Buffer) => {
        clearTimeout(limit);
        resolve(chunk.toString().trim());
      });
      server.once('error', (error) => reject(new Error(`Expected Xvfb to start (${error.message}). Install xvfb.`)));
      server.once('exit', (code) => reject(new Error(`Expected Xvfb to run, it ended with ${code}.`)));
    });
    return { name: `:${number}`, picture: () => readXwd(readFileSync(join(folder, 'Xvfb_screen0'))), stop };
  } catch (error) {
    stop();
    throw error;
  }
}
