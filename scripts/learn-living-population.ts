// Writes the population of living cells that the prior is learned from:
// node scripts/learn-living-population.ts ROWS.jsonl SET [MORE-SETS ...] OUT.json
// ROWS: lines of `evaluate-living --keep` (their values are kept); SET and MORE-SETS: one folder a cell, whose recordings' checksums
// are kept, so that a cell is left out where it is judged itself.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { potentialCrc, recordingCrc } from '../src/core/trace/recording-crc.ts';
import { csvColumns } from '../src/inference/evaluate/living/csv-columns.ts';

const [rowsFile, ...rest] = process.argv.slice(2);
const out = rest.pop();
if (rowsFile === undefined || out === undefined || rest.length === 0)
  throw new Error('Usage: node scripts/learn-living-population.ts ROWS.jsonl SET [MORE-SETS ...] OUT.json');

interface Row {
  readonly cell: string;
  readonly class: string;
  readonly twin: string;
  readonly values: Readonly<Record<string, number>>;
}
const rows = readFileSync(rowsFile, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line) as Row)
  // A twin that does not what its cell does teaches nothing of such cells.
  .filter((row) => row.class === row.twin);

/** Of every recording in a cell's folders: of command and current, and of a potential by itself. */
function crcsOf(cell: string): number[] {
  return rest
    .map((set) => join(set, cell))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((file) => file.endsWith('.csv') && file !== 'metadata.csv')
        .flatMap((file) => {
          const [, volts = new Float64Array(0), current] = csvColumns(join(folder, file));
          const voltageMv = Float32Array.from(volts, (v) => 1000 * v);
          if (current === undefined) return [potentialCrc(voltageMv)];
          return [recordingCrc({ commandMv: voltageMv, currentPaPf: Float32Array.from(current) }), potentialCrc(voltageMv)];
        }),
    );
}

const population = {
  schema: 'twinclamp.living-population/1',
  name: 'living-ipsc-2023',
  source:
    'Twins of clamp and own potential, before drug, under the wide prior, of the 21 judged cells of ipsc-optimised (Clark et al. 2023, ' +
    'Europace euad243; Christini-Lab/iPSC-leak-artifact, BSD-3-Clause). values: of every parameter of the fit, in its own unit. crcs: ' +
    "checksums of the cell's recordings there and in ipsc-cm, by which it is left out of a prior for itself.",
  cells: rows.map(({ cell, values }) => ({ name: cell, crcs: [...new Set(crcsOf(cell))], values })),
};
const lines = population.cells.map((cell) => `    ${JSON.stringify(cell)}`).join(',\n');
writeFileSync(out, `${JSON.stringify({ ...population, cells: [] }, null, 2).replace('"cells": []', `"cells": [\n${lines}\n  ]`)}\n`);
console.log(`${population.cells.length} cells written to ${out}.`);
