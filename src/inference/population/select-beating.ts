import { join } from 'node:path';
import { writeFileWhole } from '../../node/files/index.ts';
import { OUTCOMES } from '../../core/beat/phenotype.ts';
import { summarise, type CellSetSummary } from './cell-set-summary.ts';
import { manifestOf, openCellSet, readCellSet, readCellShard, sealOfWhole, shardsIn, writeCellShard, type ShardSeal } from './cell-set.ts';

export interface SelectRequest {
  /** Folder of a population of every cell, with its spontaneous activity. */
  readonly from: string;
  readonly folder: string;
  /** Beating cells wanted; absent: all. */
  readonly cells?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

const BEATING = OUTCOMES.indexOf('beating');

/**
 * The beating cells of a population of every cell, as a population of the kind "beating": shard for shard the bytes that a run of
 * that kind would write, since both draw the same cells. Whole shards are kept, as in a run.
 * @throws Error for a source without every cell of the prior or without phenotypes, for a gap in its shards, for too few cells
 */
export function selectBeating({ from, folder, cells, signal, onProgress }: SelectRequest): CellSetSummary {
  const started = Date.now();
  const source = readCellSet(from);
  if (source.plan.kind !== 'all' || !source.plan.free) {
    throw new Error(
      `${from} holds cells of the kind "${source.plan.kind}"${source.plan.free ? '' : ' without free running'}; expected every ` +
        `cell with its phenotype, as "population --kind all" makes.`,
    );
  }
  const manifest = manifestOf({ ...source.plan, kind: 'beating' }, source.cellsPerShard);
  openCellSet(folder, manifest);
  const width = source.columns.length;
  const outcome = source.columns.indexOf('outcome');
  const shards = shardsIn(from);
  const seals: ShardSeal[] = [];
  let [rows, kept] = [0, 0];
  for (const shard of shards) {
    if (signal?.aborted === true) throw new Error('The selection was cancelled; it continues when run again.');
    if (shard !== seals.length) throw new Error(`${from} lacks shard ${seals.length}. Run "population" again to make it.`);
    let seal = sealOfWhole(folder, manifest, shard);
    if (seal) kept++;
    else {
      const { seal: sourceSeal, data } = readCellShard(from, source, shard);
      const beating = Array.from({ length: sourceSeal.rows }, (_, r) => data.subarray(r * width, (r + 1) * width)).filter(
        (row) => row[outcome] === BEATING,
      );
      const chosen = new Float32Array(beating.length * width);
      beating.forEach((row, r) => chosen.set(row, r * width));
      seal = writeCellShard(
        folder,
        manifest,
        shard,
        { data: chosen, rows: beating.length, outcomes: sourceSeal.outcomes },
        sourceSeal.cpuSeconds,
      );
    }
    seals.push(seal);
    rows += seal.rows;
    onProgress?.(Math.min(rows, cells ?? rows), cells ?? Math.round((rows * shards.length) / seals.length));
    if (cells !== undefined && rows >= cells) break;
  }
  if (cells !== undefined && rows < cells)
    throw new Error(`${from} holds ${rows} beating cells, expected ${cells} or more. Make more with "population".`);
  const summary = summarise(manifest, seals, { kept, seconds: (Date.now() - started) / 1000 });
  writeFileWhole(join(folder, 'summary.json'), [JSON.stringify(summary, null, 1)]);
  return summary;
}
