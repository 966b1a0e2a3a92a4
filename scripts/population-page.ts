import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OUTCOMES, SLIDING_SHARE } from '../src/core/population/phenotype.ts';
import { readCellSet, readCellShard, shardsIn, type CellSetManifest } from '../src/inference/population/cell-set.ts';

/**
 * Histograms of a population as small SVG files, with a page and the figures as JSON:
 * node scripts/population-page.ts FOLDER OUT_FOLDER. Reads one shard at a time.
 */
const [folder = '', out = ''] = process.argv.slice(2);
if (folder === '' || out === '') throw new Error('Usage: node scripts/population-page.ts FOLDER OUT_FOLDER.');

interface Shown {
  readonly name: string;
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly bins: number;
  readonly of: (row: Float32Array) => number;
}

const manifest: CellSetManifest = readCellSet(folder);
const width = manifest.columns.length;
const at = (column: string): number => manifest.columns.indexOf(column);
const column = (name: string, label: string, low: number, high: number, bins: number): Shown => {
  const index = at(name);
  return { name, label, low, high, bins, of: (row) => row[index] ?? NaN };
};
const clampFrom = at('clamp0');
const sliding = at('slidingShare');
const extreme = (sign: number) => (row: Float32Array): number => {
  let best = -Infinity;
  for (let i = clampFrom; i < width; i++) best = Math.max(best, sign * (row[i] ?? NaN));
  return sign * best;
};
const shown: Shown[] = [
  ...(manifest.plan.free
    ? [
        column('cycleLengthMs', 'Cycle length (ms)', 200, 3000, 70),
        column('apd90Ms', 'APD90 (ms)', 100, 800, 70),
        column('apd50Ms', 'APD50 (ms)', 0, 700, 70),
        column('mdpMv', 'Maximum diastolic potential (mV)', -80, -30, 50),
        column('peakMv', 'Peak (mV)', -10, 60, 70),
        column('dvdtMaxVs', 'dV/dt max (V/s)', 0, 60, 60),
      ]
    : []),
  ...(manifest.plan.clamp
    ? [
        { name: 'inwardPaPf', label: 'Largest inward bin of the clamp (pA/pF)', low: -500, high: 0, bins: 60, of: extreme(-1) },
        { name: 'outwardPaPf', label: 'Largest outward bin of the clamp (pA/pF)', low: 0, high: 50, bins: 60, of: extreme(1) },
      ]
    : []),
];

const values = shown.map((): number[] => []);
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
    const told = shown.map(({ of }, i) => {
      const value = of(row);
      values[i]?.push(value);
      return value;
    });
    if ((row[sliding] ?? 0) > SLIDING_SHARE) slides++;
    // A value that is no number makes the extreme none either.
    if (clampFrom >= 0 && !Number.isFinite(told.at(-1))) notFinite++;
  }
}

mkdirSync(out, { recursive: true });
const percentiles = shown.map(({ name, label, low, high, bins }, i) => {
  const sorted = Float64Array.from((values[i] ?? []).filter(Number.isFinite)).sort();
  const share = (p: number): number => Number((sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? NaN).toFixed(2));
  writeFileSync(join(out, `${name}.svg`), histogram(sorted, label, low, high, bins));
  return { name, label, p5: share(0.05), p50: share(0.5), p95: share(0.95) };
});
const { kind, seed, spread } = manifest.plan;
const figures = {
  kind, seed, spread, rows, drawn, outcomes, notFinite, cpuSeconds: Math.round(cpuSeconds), cpuMsPerDrawnCell: Number(((1000 * cpuSeconds) / drawn).toFixed(3)),
  ...(manifest.plan.free ? { slidingShare: Number((slides / rows).toFixed(5)) } : {}), percentiles,
};
writeFileSync(join(out, 'figures.json'), `${JSON.stringify(figures, null, 1)}\n`);
const count = (n: number): string => n.toLocaleString('en-GB');
writeFileSync(
  join(out, 'README.md'),
  [
    `# Population: ${kind}, seed ${seed}`,
    '',
    `${count(rows)} cells of ${count(drawn)} drawn, multipliers within 1 ± ${spread}; ${count(Math.round(cpuSeconds))} s of processor time, ${figures.cpuMsPerDrawnCell} ms a drawn cell.`,
    ...(manifest.plan.free
      ? ['', `Outcomes of the drawn cells: ${OUTCOMES.flatMap((o) => (outcomes[o] === undefined ? [] : [`${o} ${((100 * outcomes[o]) / drawn).toFixed(2)} %`])).join(', ')}. On the fCa switch slide ${(100 * (slides / rows)).toFixed(2)} % of the cells kept.`]
      : []),
    ...(manifest.plan.clamp ? ['', `Cells whose clamp is not finite: ${notFinite}.`] : []),
    '',
    '| | 5 % | median | 95 % |',
    '|---|---|---|---|',
    ...percentiles.map(({ label, p5, p50, p95 }) => `| ${label} | ${p5} | ${p50} | ${p95} |`),
    '',
    ...percentiles.map(({ name, label }) => `![${label}](${name}.svg)`),
    '',
  ].join('\n'),
);
console.log(JSON.stringify(figures));

function histogram(sorted: Float64Array, label: string, low: number, high: number, bins: number): string {
  const counts = new Array<number>(bins).fill(0);
  for (const value of sorted) {
    const bin = Math.floor(((value - low) / (high - low)) * bins);
    if (bin >= 0 && bin < bins) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const inside = counts.reduce((a, b) => a + b, 0);
  const top = Math.max(...counts, 1);
  const [w, h, left, bottom] = [360, 150, 10, 28];
  const bars = counts
    .map((count, i) => {
      const height = (count / top) * (h - bottom - 8);
      return `<rect x="${(left + (i * (w - 2 * left)) / bins).toFixed(1)}" y="${(h - bottom - height).toFixed(1)}" width="${((w - 2 * left) / bins - 0.5).toFixed(1)}" height="${height.toFixed(1)}"/>`;
    })
    .join('');
  const ticks = [0, 0.25, 0.5, 0.75, 1]
    .map((share) => `<text x="${(left + share * (w - 2 * left)).toFixed(0)}" y="${h - 16}" text-anchor="${share === 0 ? 'start' : share === 1 ? 'end' : 'middle'}">${Math.round(low + share * (high - low))}</text>`)
    .join('');
  const beyond = sorted.length - inside;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" role="img" aria-label="Histogram: ${label}"><rect width="${w}" height="${h}" fill="#fff"/><g fill="#4a6d8c">${bars}</g><g font-family="sans-serif" font-size="10" fill="#333">${ticks}<text x="${w / 2}" y="${h - 3}" text-anchor="middle">${label}, ${sorted.length} cells${beyond > 0 ? `, ${beyond} beyond the axis` : ''}</text></g></svg>\n`;
}
