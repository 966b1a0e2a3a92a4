// Predicted against recorded beats with drug: node scripts/predicted-drugs.ts TWINS-FOLDER SET-FOLDER [--json]
// TWINS-FOLDER: a twin file a cell, NAME.json with the name of its folder in the set (ipsc-optimised). The block is that which the cell's
// own clamp shows before and with drug; the twin's recordings before drug are all that it was fitted to. The beat is simulated with the
// seal leak of the clamp in place, as it was recorded.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApFeatures } from '../src/core/beat/ap-features.ts';
import { analyseBeats } from '../src/core/beat/beats.ts';
import { simulateBeat } from '../src/core/beat/simulate-beat.ts';
import { applyBlock } from '../src/core/drug/apply-block.ts';
import { DRUG_CHANNELS, type DrugChannel } from '../src/core/drug/drug-schema.ts';
import { withLeak } from '../src/core/experiment/electrode.ts';
import { parseTwin } from '../src/core/formats/twin-json.ts';
import { parseProtocol } from '../src/core/protocol/parse-protocol.ts';
import { PopulationKernel } from '../src/core/simulate/kernel.ts';
import { twinArtefacts, twinValues } from '../src/core/twin/twin-values.ts';
import type { FreeRecording } from '../src/core/trace/recording.ts';
import type { Twin } from '../src/core/twin/twin.ts';
import { drugOfCell } from '../src/inference/evaluate/living/drug-of-cell.ts';
import { openLivingSet, type LivingCell } from '../src/inference/evaluate/living/living-set.ts';

const [twinsFolder, set] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
if (twinsFolder === undefined || set === undefined)
  throw new Error('Usage: node scripts/predicted-drugs.ts TWINS-FOLDER SET-FOLDER [--json]');
const root = join(import.meta.dirname, '..');
const kernel = await PopulationKernel.load(readFileSync(join(root, 'resources/kernel/kernik2019.wasm')));
const protocol = parseProtocol(readFileSync(join(root, 'resources/protocols/clark2022.json'), 'utf8'));

/** Cycle length and APD90, ms; null for a cell that rests. */
type Shown = Pick<ApFeatures, 'cycleLengthMs' | 'apd90Ms' | 'mdpMv'>;

interface Row {
  readonly cell: string;
  readonly drug: string;
  /** Part of each current that its own clamp shows blocked (negative: grown), and run-down as a factor of all. */
  readonly measured: Readonly<Record<string, number>>;
  readonly recorded: readonly [before: Shown | null, after: Shown | null];
  readonly predicted: readonly [before: Shown, after: Shown];
}

function recordedBeat(potential: FreeRecording | null): Shown | null {
  return potential === null ? null : analyseBeats(potential.voltageMv, 1000 / potential.sampleRateHz).features;
}

async function rowOf(cell: LivingCell, twin: Twin): Promise<Row | null> {
  const nuisance = twin.nuisance.map(({ id, value }) => [id, value] as const);
  const values = Object.fromEntries([...twin.parameters.map(({ id, multiplier }) => [id, multiplier] as const), ...nuisance]);
  const change = (await drugOfCell(kernel, cell, { values, failed: null }))?.measured;
  if (change === undefined) return null;
  // What a blocked current has left, run-down not counted: that is common to all and is no block.
  const blocked = change.channels
    .filter(({ channel }) => (DRUG_CHANNELS as readonly string[]).includes(channel))
    .map(({ channel, log }) => ({ channel: channel as DrugChannel, fraction: Math.max(-9, 1 - Math.exp(log)) }));
  const leaking = withLeak(twinValues(twin), twinArtefacts(twin), kernel.model);
  return {
    cell: cell.name,
    drug: change.drug,
    measured: { ...Object.fromEntries(blocked.map(({ channel, fraction }) => [channel, fraction])), runDown: Math.exp(change.runDown.log) },
    recorded: [recordedBeat(cell.potential('pre')), recordedBeat(cell.potential('post'))],
    predicted: [simulateBeat(leaking).features, simulateBeat(applyBlock(leaking, blocked)).features],
  };
}

const rows: Row[] = [];
for (const cell of openLivingSet(set, protocol)) {
  const file = join(twinsFolder, `${cell.name}.json`);
  if (cell.drug === null || !existsSync(file)) continue;
  const row = await rowOf(cell, parseTwin(readFileSync(file, 'utf8'), `${cell.name}.json`));
  if (row !== null) rows.push(row);
}

if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
else {
  const ms = (shown: Shown | null, key: keyof Shown): string => (shown?.[key] == null ? 'rests' : shown[key].toFixed(0));
  console.log(
    '| cell | drug | block of IKr, ICaL, % | recorded APD90, ms | predicted APD90, ms | recorded cycle, ms | predicted cycle, ms |',
  );
  console.log('|---|---|---|---|---|---|---|');
  for (const { cell, drug, measured, recorded, predicted } of rows) {
    const block = ['IKr', 'ICaL'].map((channel) => (100 * (measured[channel] ?? NaN)).toFixed(0)).join(', ');
    const pair = (of: Row['recorded'], key: keyof Shown): string => `${ms(of[0], key)} to ${ms(of[1], key)}`;
    const columns = [
      pair(recorded, 'apd90Ms'),
      pair(predicted, 'apd90Ms'),
      pair(recorded, 'cycleLengthMs'),
      pair(predicted, 'cycleLengthMs'),
    ];
    console.log(`| ${cell} | ${drug} | ${block} | ${columns.join(' | ')} |`);
  }
  const signs = rows.flatMap(({ recorded, predicted }) => {
    const change = (of: Row['recorded']): number | null =>
      of[0]?.apd90Ms == null || of[1]?.apd90Ms == null ? null : of[1].apd90Ms - of[0].apd90Ms;
    const [a, b] = [change(recorded), change(predicted)];
    return a === null || b === null ? [] : [Math.sign(a) === Math.sign(b)];
  });
  console.log(`\n${signs.filter(Boolean).length} of ${signs.length} cells with both beats change APD90 in the direction predicted.`);
}
