import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OUTCOMES } from '../src/core/population/phenotype.ts';
import { readCellSet, readCellShard, shardsIn, type CellSetManifest } from '../src/inference/population/cell-set.ts';

/**
 * Histograms of a population of beating cells as small SVG files, and its figures as JSON:
 * node scripts/population-page.ts FOLDER OUT_FOLDER. Reads one shard at a time.
 */
const [folder = '', out = ''] = process.argv.slice(2);
if (folder === '' || out === '') throw new Error('Usage: node scripts/population-page.ts FOLDER OUT_FOLDER.');

const SHOWN = [
  { column: 'cycleLengthMs', label: 'Cycle length (ms)', low: 200, high: 3000, bins: 70 },
  { column: 'apd90Ms', label: 'APD90 (ms)', low: 100, high: 800, bins: 70 },
  { column: 'apd50Ms', label: 'APD50 (ms)', low: 0, high: 700, bins: 70 },
  { column: 'mdpMv', label: 'Maximum diastolic potential (mV)', low: -80, high: -30, bins: 50 },
  { column: 'peakMv', label: 'Peak (mV)', low: -10, high: 60, bins: 70 },
  { column: 'dvdtMaxVs', label: 'dV/dt max (V/s)', low: 0, high: 60, bins: 60 },
] as const;

const manifest: CellSetManifest = readCellSet(folder);
const width = manifest.columns.length;
const values = SHOWN.map((): number[] => []);
const sliding = manifest.columns.indexOf('slidingShare');
const outcomes: Record<string, number> = {};
let [rows, drawn, slides, cpuSeconds] = [0, 0, 0, 0];
for (const shard of shardsIn(folder)) {
  const { seal, data } = readCellShard(folder, manifest, shard);
  rows += seal.rows;
  drawn += seal.drawn;
  cpuSeconds += seal.cpuSeconds;
  for (const outcome of OUTCOMES) if (seal.outcomes[outcome]) outcomes[outcome] = (outcomes[outcome] ?? 0) + seal.outcomes[outcome];
  for (let r = 0; r < seal.rows; r++) {
    SHOWN.forEach(({ column }, i) => {
      const value = data[r * width + manifest.columns.indexOf(column)] ?? NaN;
      if (Number.isFinite(value)) values[i]?.push(value);
    });
    if ((data[r * width + sliding] ?? 0) > 0.05) slides++;
  }
}

mkdirSync(out, { recursive: true });
const percentiles = Object.fromEntries(
  SHOWN.map(({ column, label, low, high, bins }, i) => {
    const sorted = Float64Array.from(values[i] ?? []).sort();
    const at = (p: number): number => Number((sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? NaN).toFixed(2));
    writeFileSync(join(out, `${column}.svg`), histogram(sorted, label, low, high, bins));
    return [column, { p5: at(0.05), p50: at(0.5), p95: at(0.95) }];
  }),
);
const figures = { seed: manifest.plan.seed, rows, drawn, outcomes, slidingShare: slides / rows, cpuSeconds: Math.round(cpuSeconds), cpuMsPerDrawnCell: (1000 * cpuSeconds) / drawn, percentiles };
writeFileSync(join(out, 'figures.json'), `${JSON.stringify(figures, null, 1)}\n`);
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
