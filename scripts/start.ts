import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.ts';
import { hasDisplay } from './display.ts';
import { electronFlags } from './electron/flags.ts';
import { NoElectronError, resolveElectron } from './electron/resolve.ts';
import { headlessReportPath } from './headless.ts';

const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a program with our console; Ctrl+C reaches it through the terminal, its exit code becomes ours. */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: projectRoot, stdio: 'inherit', env });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 130)));
  });
}

function runHeadless(args: readonly string[]): Promise<number> {
  const report = headlessReportPath(args, projectRoot);
  console.log('Simulated rig, protocol, twin and comparison run without a window; the report is written to');
  console.log(`  ${report}`);
  return run(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join('src', 'cli', 'index.ts'), 'job', '--report', report],
    process.env,
  );
}

async function start(args: readonly string[]): Promise<number> {
  if (!hasDisplay()) {
    console.log('There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.');
    return runHeadless(args);
  }
  ensureBuilt(projectRoot);
  try {
    const electron = resolveElectron(projectRoot);
    console.log(electron.why);
    const { flags, notes } = electronFlags();
    for (const note of notes) console.log(note);
    const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env;
    return await run(electron.executable, [...flags, projectRoot, ...args], env);
  } catch (error) {
    if (!(error instanceof NoElectronError)) throw error;
    console.log(error.message);
    return runHeadless(args);
  }
}

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
