import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

// How many files a change of each kind touches, before and after a restructuring, as a table in Markdown:
//   node scripts/count-touched.ts [--before COMMIT] [--after COMMIT] [--files]
// The rule: one existing thing of the kind stands for the next one. Files of src that mention its identifier are counted,
// but not those of its own folder, tests, or the fakes for development: each is a place that knows this one thing and would have to
// be changed for another of its kind. A name of a type or a file counts as a mention, a comment too. The files are read from the
// commit, not from the working tree. --files lists the files that were counted, on standard error.
export interface Kind {
  readonly change: string;
  /** Extended regular expression of `git grep -E`. */
  readonly identifier: string;
  /** Identifier at an earlier commit, where it was another one. */
  readonly identifierBefore?: string;
  readonly own: RegExp;
  /** The thing that represents the kind. */
  readonly example: string;
}

export const KINDS: readonly Kind[] = [
  {
    change: 'cell model',
    example: 'Paci 2018; before, whatever imported parameters, multipliers or equations of the one cell',
    identifier: 'PACI2018|paci2018',
    identifierBefore: 'cell/(kernik|parameters|adjustable|multipliers)\\.ts',
    own: /^src\/core\/cell\/(paci2018\/|kernik\.ts|parameters\.ts|adjustable\.ts|multipliers\.ts)/,
  },
  {
    change: 'amplifier',
    example: 'RigLink',
    identifier: '[rR]ig[lL]ink',
    own: /^src\/(shared\/riglink|main\/rig\/(driver|drivers\/riglink|transport|emulator))\//,
  },
  {
    change: 'file reader',
    example: 'WinWCP; before, the CSV of recordings',
    // Not the program that writes them: a table of amplifiers names it as its source.
    identifier: 'wcp/|wcpReader',
    identifierBefore: 'parseRecordingCsv|RecordingCsv|importCsv|recording-csv',
    own: /^src\/core\/formats\/(wcp\/|recording-csv\.ts)/,
  },
  {
    change: 'exporter',
    example: 'the CSV of a twin',
    identifier: "twinToCsv|twin-csv|\\['json', 'csv'\\]|'json' \\| 'csv'|json\\|csv",
    own: /^src\/core\/formats\/(csv\/|twin-csv\.ts|export\/twin-csv-exporter\.ts)|^src\/main\/.*exporters?\/twin-csv/,
  },
  {
    change: 'drug experiment',
    example: 'the beat under a drug',
    identifier: 'drug:apply|applyDrug|DrugApplied|drugResult|blocked-ensemble|blockedEnsemble',
    own: /^src\/(core\/drug|renderer\/(features|desks)\/drugs)\//,
  },
  {
    change: 'desk',
    example: 'the Drugs desk',
    identifier: "'drugs'|DrugsDesk|(features|desks)/drugs|drugsDesk",
    own: /^src\/(renderer\/(features|desks)\/drugs|cli|main|core|shared|inference)\//,
  },
  { change: 'nuisance parameter', example: 'estimateRatio', identifier: 'estimateRatio', own: /^$/ },
  { change: 'twin field', example: 'fit.residualAfterStepsPaPf', identifier: 'residualAfterStepsPaPf', own: /^$/ },
  { change: 'contract key', example: 'protocol:keepDraft', identifier: 'protocol:keepDraft', own: /^$/ },
];

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const ASIDE = /\.(test|testing)\.tsx?$|^src\/renderer\/dev\//;

/** @throws Error where the commit is not in the repository */
export function touched(kind: Kind, commit: string, before: boolean): string[] {
  const pattern = before ? (kind.identifierBefore ?? kind.identifier) : kind.identifier;
  const { status, stdout, stderr } = spawnSync('git', ['grep', '-lE', pattern, commit, '--', 'src'], { cwd: ROOT, encoding: 'utf8' });
  // 1: nothing was found.
  if (status !== 0 && status !== 1)
    throw new Error(`Expected a commit of this repository, got "${commit}" (${stderr.trim()}). Fetch its whole history.`);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice(commit.length + 1))
    .filter((file) => !ASIDE.test(file) && !kind.own.test(file));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      before: { type: 'string', default: 'e5fa55c' },
      after: { type: 'string', default: 'HEAD' },
      files: { type: 'boolean', default: false },
    },
  });
  console.log('| a new | files before | files after | counted by |\n|---|---|---|---|');
  for (const kind of KINDS) {
    const [was, is] = [touched(kind, values.before, true), touched(kind, values.after, false)];
    console.log(`| ${kind.change} | ${was.length} | ${is.length} | ${kind.example} |`);
    if (values.files)
      console.error([kind.change, ...was.map((file) => `  before ${file}`), ...is.map((file) => `  after  ${file}`)].join('\n'));
  }
}
