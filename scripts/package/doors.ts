import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electronFlags } from '../electron/flags.ts';
import type { Check } from './check.ts';
import type { PackageMade } from './make-package.ts';
import { plainStart } from './plain-start.ts';
import type { Screen } from './screen.ts';

/** A way for another program to put its own code into an Electron. */
interface Door {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly isOpen: (output: string) => boolean;
  /** How the Electron without fuses is started at this door: with the app, or as plain Node, where our flags are no options. */
  readonly unfusedAs: 'app' | 'node';
  /** No fuse covers it: the program itself refuses to start. */
  readonly refused?: boolean;
}

const UP = 'page loaded';
const UP_MS = 30_000;
/** Plain Node has done its work or failed by then. */
const NODE_MS = 3_000;

/** Each door is tried on the package and on the Electron it was made from, where it must open, otherwise the check would prove nothing. */
export async function doorChecks({ program, unfused, projectRoot }: PackageMade, screen: Screen): Promise<Check[]> {
  const folder = mkdtempSync(join(tmpdir(), 'twinclamp-doors-'));
  try {
    const checks: Check[] = [];
    for (const door of doorsOf(folder)) {
      const { flags } = electronFlags();
      const at = async (
        which: string,
        args: readonly string[],
        env: Readonly<Record<string, string>>,
        limitMs: number,
      ): Promise<{ open: boolean; up: boolean }> => {
        const run = plainStart(which, args, { DISPLAY: screen.name, TWINCLAMP_RIG: 'none', ...env });
        try {
          const up = await run.logged(UP, limitMs);
          return { open: door.isOpen(run.output()), up };
        } finally {
          await run.stop();
        }
      };
      const fused = await at(program, [...door.args, ...flags], door.env, UP_MS);
      const control =
        door.unfusedAs === 'app'
          ? await at(unfused, [...door.args, ...flags, projectRoot], door.env, UP_MS)
          : await at(unfused, door.args, { ...door.env, ELECTRON_RUN_AS_NODE: '1' }, NODE_MS);
      checks.push({
        name: `${door.name} has no effect`,
        passed: !fused.open && fused.up !== (door.refused ?? false) && control.open,
        seen:
          `packaged: ${fused.open ? 'OPEN' : 'shut'}, ${fused.up ? 'its page came up' : 'no page'}; the same Electron unfused: ` +
          (control.open ? 'open' : 'SHUT'),
      });
    }
    return checks;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function doorsOf(folder: string): Door[] {
  const marker = join(folder, 'required');
  const code = join(folder, 'code.cjs');
  writeFileSync(code, `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '')`);
  /** True once: the marker is removed for the next try. */
  const wasRequired = (): boolean => {
    const was = existsSync(marker);
    rmSync(marker, { force: true });
    return was;
  };
  return [
    {
      name: 'ELECTRON_RUN_AS_NODE',
      args: ['-e', 'console.log("ran" + "AsNode")'],
      env: { ELECTRON_RUN_AS_NODE: '1' },
      isOpen: (output) => output.includes('ranAsNode'),
      unfusedAs: 'node',
    },
    { name: 'NODE_OPTIONS', args: [], env: { NODE_OPTIONS: `--require ${code}` }, isOpen: wasRequired, unfusedAs: 'node' },
    { name: '--inspect', args: ['--inspect=0'], env: {}, isOpen: (output) => /Debugger listening/i.test(output), unfusedAs: 'app' },
    {
      name: '--remote-debugging-port',
      args: ['--remote-debugging-port=0'],
      env: {},
      isOpen: (output) => output.includes('DevTools listening') && !output.includes('Start it without'),
      unfusedAs: 'app',
      refused: true,
    },
  ];
}
