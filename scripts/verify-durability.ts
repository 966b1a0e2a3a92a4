import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.ts';
import { openDisplay } from './display.ts';
import { ATTACKS, newestFile, recordWithClosedStderr, type Attack } from './durability/attacks.ts';
import { compareLoops } from './durability/main-loop.ts';
import { beginRun, rigState, startAttacked, watchSamples, type AttackedApp } from './durability/attacked-app.ts';
import { soundOf, type Sound } from './durability/sound-session.ts';
import { burnCore, fillSessions, holdExclusively, PROTOCOL, repeatCommands, SAMPLES } from './durability/surroundings.ts';
import { electronFlags } from './electron/flags.ts';
import { resolveElectron } from './electron/resolve.ts';

// npm run verify:durability [-- --runs N] [--tries N] [--sessions N] [--app DIR] [--only TEXT] [--json FILE]
// Attacks live recordings of the real app, and reads the remaining files with independent code. --app names another checkout, to compare.
const own = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '50' },
    tries: { type: 'string', default: '10' },
    sessions: { type: 'string', default: '3000' },
    app: { type: 'string', default: own },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
  },
});
const checkout = resolve(values.app);

/** A timer later than this counts as delayed by main; below it is the system's delay, ms. */
const LEAST_LATE_MS = 4;

interface Outcome {
  readonly attack: string;
  readonly tries: number;
  readonly survived: number;
  readonly failures: readonly string[];
}

/** One run with one attack at a random moment; null where the promise was kept. */
async function attackOnce(attacked: AttackedApp, attack: Attack, sessions: string, name: string): Promise<string | null> {
  const { page } = attacked;
  const { recordingId } = await beginRun(page, name);
  await sleep(300 + 2000 * Math.random());
  const file = newestFile(sessions);
  const shown = await page.evaluate(() => window.durabilityShown ?? 0);
  await attack.strike(attacked, { sessions, checkout });
  if (attack.fatal === true) await sleep(1500);
  else await until(async () => /idle|fault|disconnected/.test(await state(attacked)), 60_000);
  const kept = attack.name === 'file moved' ? newestFile(sessions) : file;
  const sound = soundOf(kept, recordingId);
  if (sound.damagedChunks > 0 || sound.unexplained > 0)
    return `${sound.damagedChunks} damaged chunks, ${sound.unexplained} samples neither stored nor noted as lost`;
  if (attack.promise === 'whole') return notWhole(sound);
  if (sound.status === 'complete') return 'called complete';
  return sound.upTo >= shown ? null : `${shown} samples were shown, ${sound.upTo} are stored`;
}

function notWhole({ status, intact, reasons }: Sound): string | null {
  if (status === 'complete' && intact === SAMPLES) return null;
  return `${status} with ${intact} of ${SAMPLES} samples${reasons.length > 0 ? ` (${reasons.join('; ')})` : ''}`;
}

/** The next app needs this one's lock. */
async function end(attacked: AttackedApp | null): Promise<void> {
  if (attacked === null || attacked.process.exitCode !== null || attacked.process.signalCode !== null) return;
  const gone = new Promise((resolve) => attacked.process.once('exit', resolve));
  attacked.process.kill('SIGKILL');
  await gone;
}

/** The rig's state, through a window that may be restarting. */
async function state({ app }: AttackedApp): Promise<string> {
  try {
    return await rigState(app);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    await sleep(500);
    return 'unknown';
  }
}

async function readyAgain(attacked: AttackedApp): Promise<void> {
  await until(async () => (await state(attacked)) !== 'unknown', 30_000);
  await watchSamples(attacked.page);
  if ((await state(attacked)) === 'idle') return;
  await attacked.page.evaluate(() => window.twinclamp!.call['rig:disconnect']());
  await attacked.page.evaluate(() => window.twinclamp!.call['rig:connect']({ port: { kind: 'simulated', seed: 1 } }));
}

async function main(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'durability-'));
  const sessions = join(scratch, 'sessions');
  const display = await openDisplay();
  if (display.kind === 'none') throw new Error(`${display.reason}; install xvfb.`);
  if (display.kind === 'virtual') process.env['DISPLAY'] = display.name;
  const electron = { executable: resolveElectron(own).executable, flags: electronFlags().flags };
  ensureBuilt(checkout);
  console.log(`Making ${values.sessions} sessions.`);
  fillSessions(checkout, scratch, sessions, Number(values.sessions));
  const protocolFile = join(scratch, 'durability.json');
  writeFileSync(protocolFile, JSON.stringify(PROTOCOL));
  const outcomes: Outcome[] = [];
  let attacked = null as AttackedApp | null;
  const begin = async (): Promise<AttackedApp> => (attacked ??= await startAttacked(checkout, electron, scratch, sessions));
  const stop = async (): Promise<void> => {
    await end(attacked);
    attacked = null;
  };
  try {
    for (const attack of ATTACKS.filter(({ name }) => name.includes(values.only))) {
      const tries = attack === ATTACKS[0] ? Number(values.runs) : Number(values.tries);
      const load = attack === ATTACKS[0] ? loadAll(scratch, sessions) : () => undefined;
      const failures: string[] = [];
      for (let i = 0; i < tries; i++) {
        const failure = await begin()
          .then(async (app) => {
            await readyAgain(app);
            return attackOnce(app, attack, sessions, `${attack.name.replaceAll(' ', '-')}-${i}`);
          })
          .catch(async (error: unknown) => {
            await stop();
            return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
          });
        if (failure !== null) failures.push(failure);
        if (attack.fatal === true || attack.restart === true) await stop();
        console.log(
          `${attack.name}: ${i + 1 - failures.length} of ${i + 1}${failures.length > 0 ? ` (last failure: ${failures.at(-1)})` : ''}`,
        );
      }
      load();
      outcomes.push({ attack: attack.name, tries, survived: tries - failures.length, failures: [...new Set(failures)] });
    }
    // Older contracts name sessions otherwise.
    if (checkout === own && 'event loop of main'.includes(values.only)) {
      const { idle, busy, requests } = await compareLoops(await begin(), scratch);
      console.log(
        `Event loop of main: p99 ${busy.p99Ms} ms late while recording with ${requests} requests, ${idle.p99Ms} ms idle (largest ` +
          `${busy.largestMs} and ${idle.largestMs} ms).`,
      );
      const kept = busy.p99Ms <= Math.max(2 * idle.p99Ms, LEAST_LATE_MS);
      outcomes.push({
        attack: 'event loop of main: p99 at most twice the idle one',
        tries: 1,
        survived: kept ? 1 : 0,
        failures: kept ? [] : [`${busy.p99Ms} against ${idle.p99Ms} ms`],
      });
    }
    if ('standard error of the command line closed'.includes(values.only)) outcomes.push(await attackCli(scratch, protocolFile));
  } finally {
    attacked?.process.kill('SIGKILL');
    if (display.kind === 'virtual') display.stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
  report(outcomes);
}

/** Two sessions held exclusively, one core busy, lists, exports and imports one after the other. */
function loadAll(scratch: string, sessions: string): () => void {
  const release = holdExclusively([join(sessions, 'old-0001.twinclamp'), join(sessions, 'old-0002.twinclamp')]);
  const stopBurning = burnCore();
  const elsewhere = join(scratch, 'elsewhere');
  mkdirSync(elsewhere, { recursive: true });
  const commands = repeatCommands(checkout, () => [
    ['session', 'list', '--sessions', sessions, '--json'],
    ['session', 'export', '--session', join(sessions, 'old-0000.twinclamp'), '--out', join(scratch, 'out.csv')],
    ['session', 'import', '--csv', join(scratch, 'tiny.csv'), '--protocol', join(scratch, 'tiny.json'), '--sessions', elsewhere],
  ]);
  return () => {
    release();
    stopBurning();
    commands.stop();
    console.log(`Beside them ${commands.done()} lists, exports and imports.`);
  };
}

async function attackCli(scratch: string, protocolFile: string): Promise<Outcome> {
  const failures: string[] = [];
  const tries = Math.min(5, Number(values.tries));
  for (let i = 0; i < tries; i++) {
    const session = join(scratch, `closed-${i}.twinclamp`);
    await recordWithClosedStderr(checkout, protocolFile, session);
    try {
      const failure = notWhole(soundOf(session, 1));
      if (failure !== null) failures.push(failure);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  return {
    attack: 'standard error of the command line closed',
    tries,
    survived: tries - failures.length,
    failures: [...new Set(failures)],
  };
}

function report(outcomes: readonly Outcome[]): void {
  console.log('\n| attack | tries | survived | what failed |\n|---|---|---|---|');
  for (const { attack, tries, survived, failures } of outcomes)
    console.log(`| ${attack} | ${tries} | ${survived} | ${failures.join('; ') || '-'} |`);
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(outcomes, null, 1));
  process.exitCode = outcomes.every(({ tries, survived }) => tries === survived) ? 0 : 1;
}

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

async function until(condition: () => Promise<boolean>, limitMs: number): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`the run did not end within ${limitMs / 1000} s`);
    await sleep(100);
  }
}

await main();
process.exit();
