import { writeFileSync } from 'node:fs';
import { FuseV1Options } from '@electron/fuses';
import { electronFlags } from '../electron/flags.ts';
import type { Check } from './check.ts';
import { doorChecks } from './doors.ts';
import { fusesFor } from './fuses.ts';
import type { PackageMade } from './make-package.ts';
import { colourCount, pngOf } from './picture.ts';
import { plainStart } from './plain-start.ts';
import { readFuses } from './read-fuses.ts';
import { openScreen, type Screen } from './screen.ts';

export interface VerifyOptions {
  /** Wait for the simulated rig too, which must not need ELECTRON_RUN_AS_NODE. */
  readonly rig: boolean;
  /** File for the picture of the window; none: it is only examined. */
  readonly screenshot?: string;
}

/** Desks full of text and lines have hundreds of shades; an empty screen has one, an empty window two or three. */
const COLOURS_OF_DESKS = 50;

/** Starts the packaged program as a plain process on its own screen and checks what it does; its fuses are read from its file. */
export async function verifyPackage(made: PackageMade, options: VerifyOptions): Promise<Check[]> {
  const screen = await openScreen();
  try {
    return [
      ...(await fuseChecks(made.program)),
      ...(await startChecks(made.program, screen, options)),
      ...(await doorChecks(made, screen)),
    ];
  } finally {
    screen.stop();
  }
}

async function fuseChecks(program: string): Promise<Check[]> {
  const fuses = await readFuses(program);
  return [...fusesFor(process.platform)]
    .filter(([fuse]) => fuses.has(fuse))
    .map(([fuse, wanted]) => {
      const on = fuses.get(fuse);
      return { name: `fuse ${FuseV1Options[fuse]} is ${wanted ? 'on' : 'off'}`, passed: on === wanted, seen: on === true ? 'on' : 'off' };
    });
}

async function startChecks(program: string, screen: Screen, { rig, screenshot }: VerifyOptions): Promise<Check[]> {
  const before = colourCount(screen.picture());
  const run = plainStart(program, electronFlags().flags, { DISPLAY: screen.name });
  try {
    const lines = ['window: shown', 'page loaded', 'inference: ready', ...(rig ? ['rig: idle, simulated'] : [])];
    const checks: Check[] = [];
    for (const line of lines) {
      const passed = await run.logged(line, 30_000);
      checks.push({ name: `its log says "${line}"`, passed, seen: passed ? 'yes' : lastLines(run.log() || run.output()) });
    }
    // The first drawing follows the event.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const picture = screen.picture();
    const colours = colourCount(picture);
    if (screenshot !== undefined) writeFileSync(screenshot, pngOf(picture));
    return [
      ...checks,
      {
        name: 'its window is drawn on the screen',
        passed: colours >= COLOURS_OF_DESKS && before < COLOURS_OF_DESKS,
        seen: `${before} colours before, ${colours} now`,
      },
    ];
  } finally {
    await run.stop();
  }
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join(' | ').slice(-300) || 'nothing';
}
