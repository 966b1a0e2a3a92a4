import { printable } from '../core/text/printable.ts';
import { Arguments } from './arguments.ts';
import { helpOf, overview, usageOf } from './help.ts';
import { Progress } from './progress.ts';
import { report } from './report-error.ts';
import { UsageError } from './usage-error.ts';
import type { Answer, Verb } from './verb.ts';
import { findVerb, VERBS } from './verbs/index.ts';

// npm runs scripts in the project's folder; paths on the command line are relative to where it was typed.
const { npm_lifecycle_event: script, INIT_CWD: typedIn } = process.env;
if (script === 'twinclamp' && typedIn !== undefined) process.chdir(typedIn);

// Standard output holds only the answer; what libraries print goes to standard error, as the progress does.
console.log = console.error;
console.info = console.error;

// The reader of the progress may be gone; the job continues. print() reports an answer that cannot be written.
process.stderr.on('error', () => undefined);

const argv = process.argv.slice(2);
const quiet = argv.includes('--quiet');
const progress = new Progress(quiet ? null : process.stderr, argv.includes('--progress'));
const json = argv.includes('--json');

function failed(error: unknown, verb: Verb | null): void {
  progress.end();
  report(error, json, verb === null ? null : usageOf(verb));
  process.exit(error instanceof UsageError ? 2 : 1);
}

function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = (error: Error): void =>
      reject(new Error(`The answer could not be written to standard output: ${error.message}.`, { cause: error }));
    process.stdout.once('error', refused);
    process.stdout.write(text, (error) => (error ? refused(error) : resolve()));
  });
}

/** Returns the exit code. */
async function run(verb: Verb, rest: readonly string[]): Promise<0 | 1> {
  const args = new Arguments(verb.options, rest, verb.operands);
  if (args.flag('help')) {
    await print(`${helpOf(verb).join('\n')}\n`);
    return 0;
  }
  const cancel = new AbortController();
  process.on('SIGINT', () => {
    // The second Ctrl+C means that the operator does not want to wait for a clean end.
    if (cancel.signal.aborted) process.exit(1);
    progress.note('Cancelling; press Ctrl+C again to end at once.');
    cancel.abort(new Error('The job was cancelled.'));
  });
  const answer: Answer = await verb.run(args, { signal: cancel.signal, progress });
  progress.end();
  // Names of devices, cells and files must not control the terminal.
  await print(json ? `${printable(JSON.stringify(answer.json))}\n` : `${answer.lines.map(printable).join('\n')}\n`);
  return answer.failed === true ? 1 : 0;
}

async function main(): Promise<void> {
  if (argv.length === 0 || argv[0] === '--help' || argv[0] === 'help') {
    await print(`${overview(VERBS).join('\n')}\n`);
    process.exit(argv.length === 0 ? 2 : 0);
  }
  let verb: Verb | null = null;
  const onCrash = (error: unknown): void => failed(error, verb);
  process.on('uncaughtException', onCrash);
  process.on('unhandledRejection', onCrash);
  try {
    const found = findVerb(argv);
    verb = found.verb;
    process.exit(await run(verb, found.rest));
  } catch (error) {
    failed(error, verb);
  }
}

await main();
