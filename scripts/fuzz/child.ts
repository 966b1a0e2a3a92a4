import { join } from 'node:path';
import { FormatError } from '../../src/core/formats/format-error.ts';
import { inspectFile } from '../../src/core/formats/inspect.ts';
import { takeIn } from '../../src/core/formats/intake/take-in.ts';
import { readRecordings } from '../../src/core/formats/read-recordings.ts';
import { shortMessage } from '../../src/core/text/short-message.ts';
import { formatTools } from '../../src/main/formats/index.ts';
import { loadProtocols } from '../../src/main/store/index.ts';
import { corpus } from './corpus.ts';
import type { FuzzAnswer, FuzzCase } from './messages.ts';
import { mutate } from './mutate.ts';
import { randomOf } from './random.ts';

const files = corpus();
const LONGEST_MESSAGE = 400;
const library = loadProtocols(join(import.meta.dirname, '..', '..', 'resources', 'protocols'));

/** Reads one damaged file; reports the result, and the largest memory that the process ever had. */
async function attempt({ seed, file }: FuzzCase): Promise<FuzzAnswer> {
  const random = randomOf(seed);
  const original = files[file]!;
  const other = files[Math.floor(random() * files.length)]!;
  const bytes = mutate(original.bytes, other.bytes, random);
  const beside = new Map(original.beside);
  // Half of the time a file beside it is damaged too.
  for (const [ending, held] of beside) if (random() < 0.5) beside.set(ending, mutate(held, other.bytes, random));
  const used = process.cpuUsage();
  const answer = async (): Promise<{ outcome: FuzzAnswer['outcome']; detail: string }> => {
    try {
      const read = await readRecordings({ bytes, name: original.name, companion: (wanted) => beside.get(wanted) ?? null }, formatTools());
      const inspected = inspectFile(read);
      JSON.stringify(inspected);
      const taken = takeIn(read, { fileName: original.name, stated: {}, library });
      const said = [...taken.unused.map(({ why }) => why), ...taken.recordings.flatMap(({ remarks }) => remarks)].map(shortMessage);
      const long = [...inspected.notes, ...said].find((note) => note.length >= LONGEST_MESSAGE);
      return long === undefined
        ? { outcome: 'read', detail: inspected.format }
        : { outcome: 'fault', detail: `a note of ${long.length} letters` };
    } catch (error) {
      if (error instanceof FormatError && error.message.length < LONGEST_MESSAGE) return { outcome: 'refused', detail: error.message };
      return { outcome: 'fault', detail: error instanceof Error ? (error.stack ?? error.message).slice(0, 1500) : String(error) };
    }
  };
  const { outcome, detail } = await answer();
  const { user, system } = process.cpuUsage(used);
  return { seed, file, outcome, detail, ms: (user + system) / 1000, peakMb: process.resourceUsage().maxRSS / 1024 };
}

process.on('message', (job: FuzzCase) => {
  void attempt(job).then((answer) => process.send!(answer));
});
