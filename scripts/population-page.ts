import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OUTCOMES, SLIDING_SHARE } from '../src/core/beat/phenotype.ts';
import { readCellSet, readCellShard, shardsIn, type CellSetManifest } from '../src/inference/population/cell-set.ts';
import { histogram } from './population-page/histogram.ts';
import { OutcomeMeans } from './population-page/outcome-means.ts';
import { shownOf } from './population-page/shown.ts';

/**
 * Histograms of a population as small SVG files, with a page and the figures as JSON:
 * node scripts/population-page.ts FOLDER OUT_FOLDER. Reads one shard at a time.
 */
const [folder = '', out = ''] = process.argv.slice(2);
if (folder === '' || out === '') throw new Error('Usage: node scripts/population-page.ts FOLDER OUT_FOLDER.');

const LISTED_PARAMETERS = 10;
const manifest: CellSetManifest = readCellSet(folder);
const { kind, seed, spread, free, clamp } = manifest.plan;
const width = manifest.columns.length;
const [sliding, outcomeAt, clampAt] = ['slidingShare', 'outcome', 'clamp0'].map((name) => manifest.columns.indexOf(name)) as [
  number,
  number,
  number,
];
const shown = shownOf(manifest);
const values = shown.map((): number[] => []);
const means = new OutcomeMeans();
const outcomes: Partial<Record<string, number>> = {};
let [rows, drawn, slides, cpuSeconds, notFinite] = [0, 0, 0, 0, 0];
for (const shard of shardsIn(folder)) {
  const { seal, data } = readCellShard(folder, manifest, shard);
  rows += seal.rows;
  drawn += seal.drawn;
  cpuSeconds += seal.cpuSeconds;
  for (const outcome of OUTCOMES) if (seal.outcomes[outcome]) outcomes[outcome] = (outcomes[outcome] ?? 0) + seal.outcomes[outcome];
  for (let r = 0; r < seal.rows; r++) {
    const row = data.subarray(r * width, (r + 1) * width);
    means.add(row, outcomeAt < 0 ? -1 : (row[outcomeAt] ?? NaN));
    if ((row[sliding] ?? 0) > SLIDING_SHARE) slides++;
    if (clampAt >= 0 && !row.subarray(clampAt).every(Number.isFinite)) notFinite++;
    shown.forEach(({ of }, i) => {
      const value = of(row);
      if (Number.isFinite(value)) values[i]?.push(value);
    });
  }
}

mkdirSync(out, { recursive: true });
const percentiles = shown.map((one, i) => {
  const sorted = Float64Array.from(values[i] ?? []).sort();
  const share = (p: number): number => Number((sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? NaN).toFixed(2));
  writeFileSync(join(out, `${one.name}.svg`), histogram(sorted, one));
  return { name: one.name, label: one.label, cells: sorted.length, p5: share(0.05), p50: share(0.5), p95: share(0.95) };
});
const { mean, sd } = means.marginals();
const shifts = free && kind !== 'beating' ? means.shifts(LISTED_PARAMETERS) : [];
const figures = {
  kind,
  seed,
  spread,
  rows,
  drawn,
  outcomes,
  notFinite,
  cpuSeconds: Math.round(cpuSeconds),
  cpuMsPerDrawnCell: Number(((1000 * cpuSeconds) / drawn).toFixed(3)),
  ...(free ? { slidingShare: Number((slides / rows).toFixed(5)) } : {}),
  marginals: { mean, sd },
  shifts,
  percentiles,
};
writeFileSync(join(out, 'figures.json'), `${JSON.stringify(figures, null, 1)}\n`);
const count = (n: number): string => n.toLocaleString('en-GB');
const classes = Object.keys(shifts[0]?.shift ?? {});
writeFileSync(
  join(out, 'README.md'),
  [
    `# Population: ${kind}, seed ${seed}`,
    '',
    `${count(rows)} cells of ${count(drawn)} drawn, multipliers within 1 ± ${spread}; ${count(Math.round(cpuSeconds))} s of ` +
      `processor time, ${figures.cpuMsPerDrawnCell} ms a drawn cell.`,
    `The 52 multipliers have means from ${mean.map((m) => m.toFixed(4)).join(' to ')} and SDs from ` +
      `${sd.map((s) => s.toFixed(4)).join(' to ')}.`,
    ...(free
      ? [
          '',
          `Outcomes of the drawn cells: ` +
            `${OUTCOMES.filter((o) => outcomes[o] !== undefined)
              .map((o) => `${o} ${((100 * (outcomes[o] ?? 0)) / drawn).toFixed(2)} %`)
              .join(', ')}. ` +
            `On the fCa switch slide ${(100 * (slides / rows)).toFixed(2)} % of the cells kept.`,
        ]
      : []),
    ...(clamp
      ? [
          '',
          `Cells whose clamp (\`${clamp.protocol.id}\`, ${clamp.artefacts ? 'through electrode and amplifier' : 'ideal'}) is not ` +
            `finite: ${notFinite}. Currents are means of bins, one sample of 0.1 ms wide after each jump.`,
        ]
      : []),
    '',
    '| | cells | 5 % | median | 95 % |',
    '|---|---|---|---|---|',
    ...percentiles.map(({ label, cells, p5, p50, p95 }) => `| ${label} | ${count(cells)} | ${p5} | ${p50} | ${p95} |`),
    '',
    ...(shifts.length > 0
      ? [
          `## Parameters that distinguish the outcomes`,
          '',
          `Mean multiplier of the cells of an outcome less that of all, in SDs, for the ${LISTED_PARAMETERS} parameters that ` +
            `distinguish them most.`,
          '',
          `| | ${classes.join(' | ')} |`,
          `|---|${classes.map(() => '---|').join('')}`,
          ...shifts.map(({ id, shift }) => `| ${id} | ${classes.map((name) => (shift[name] ?? NaN).toFixed(2)).join(' | ')} |`),
          '',
        ]
      : []),
    ...percentiles.map(({ name, label }) => `![${label}](${name}.svg)`),
    '',
  ].join('\n'),
);
console.log(JSON.stringify(figures));
