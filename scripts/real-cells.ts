// Pictures of living cells and their twins: node scripts/real-cells.ts ROWS.jsonl SET OUT-FOLDER
// ROWS: lines of `evaluate-living --keep`. One SVG a cell: current, what the twin leaves of it, and the cell's own potential beside the
// twin's, with the central 90 % of its ensemble.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findUpstrokes } from '../src/core/beat/upstrokes.ts';
import { ClampObserver } from '../src/core/experiment/clamp-observer.ts';
import { withLeak } from '../src/core/experiment/electrode.ts';
import { simulateFreeLanes } from '../src/core/experiment/free-simulator.ts';
import { ClampModel } from '../src/core/inference/clamp-fit.ts';
import { presentMeans } from '../src/core/observation/lost-samples.ts';
import type { Protocol } from '../src/core/protocol/protocol.ts';
import { PopulationKernel } from '../src/core/simulate/kernel.ts';
import { openLivingSet } from '../src/inference/evaluate/living/living-set.ts';
import type { LivingRow } from '../src/inference/evaluate/living/living-row.ts';
import { filledPotential } from '../src/core/trace/filled-potential.ts';
import { livingSetting } from '../src/inference/living/living-setting.ts';

const [rowsFile, set, out] = process.argv.slice(2);
if (rowsFile === undefined || set === undefined || out === undefined)
  throw new Error('Usage: node scripts/real-cells.ts ROWS.jsonl SET OUT-FOLDER');
const root = new URL('..', import.meta.url).pathname;
const kernel = await PopulationKernel.load(readFileSync(join(root, 'resources/kernel/kernik2019.wasm')));
const protocol = JSON.parse(readFileSync(join(root, 'resources/protocols/clark2022.json'), 'utf8')) as Protocol;
const rows = new Map(
  readFileSync(rowsFile, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as LivingRow)
    .map((row) => [row.cell, row]),
);

const WIDTH = 900;
const PANEL = { left: 60, width: 820, height: 150, gap: 34 };
const COLOURS = { recorded: '#1f2937', twin: '#c2410c', band: '#fdba74' };
type Point = readonly [x: number, y: number];

/** A panel with its axes: lines over a range of x and y. */
function panel(
  at: number,
  title: string,
  x: readonly [number, number],
  y: readonly [number, number],
  lines: readonly { readonly points: readonly Point[]; readonly colour: string }[],
  under = '',
): string {
  const top = 40 + at * (PANEL.height + PANEL.gap);
  const px = (value: number): string => (PANEL.left + ((value - x[0]) / (x[1] - x[0])) * PANEL.width).toFixed(1);
  const py = (value: number): string =>
    (top + PANEL.height * (1 - (Math.min(y[1], Math.max(y[0], value)) - y[0]) / (y[1] - y[0]))).toFixed(1);
  const paths = lines.map(({ points, colour }) => {
    let pen = false;
    const d = points
      .map(([a, b]) => {
        if (!Number.isFinite(b)) return ((pen = false), '');
        const step = `${pen ? 'L' : 'M'}${px(a)} ${py(b)}`;
        pen = true;
        return step;
      })
      .join('');
    return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="1"/>`;
  });
  const ticks = [y[0], (y[0] + y[1]) / 2, y[1]].map(
    (value) =>
      `<text x="${PANEL.left - 6}" y="${Number(py(value)) + 4}" text-anchor="end">${value.toFixed(y[1] - y[0] < 4 ? 1 : 0)}</text>`,
  );
  const ends = x.map(
    (value, k) =>
      `<text x="${px(value)}" y="${top + PANEL.height + 14}" text-anchor="${k === 0 ? 'start' : 'end'}">${value.toFixed(0)} ms</text>`,
  );
  return (
    `<text x="${PANEL.left}" y="${top - 6}" font-weight="bold">${title}</text>` +
    `<rect x="${PANEL.left}" y="${top}" width="${PANEL.width}" height="${PANEL.height}" fill="none" stroke="#9ca3af"/>` +
    under.replaceAll(/\{y:(-?[\d.]+)\}/g, (_, value: string) => py(Number(value))) +
    paths.join('') +
    ticks.join('') +
    ends.join('')
  );
}

/** The middle 98 % of values with some room. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor(0.01 * sorted.length)] ?? 0, sorted[Math.floor(0.99 * sorted.length)] ?? 1];
  const room = 0.08 * (high - low) + 0.05;
  return [low - room, high + room];
}

mkdirSync(out, { recursive: true });
for (const cell of openLivingSet(set, protocol)) {
  const row = rows.get(cell.name);
  const [clamp, free] = [cell.clamp('pre'), cell.potential('pre')];
  if (clamp === null || free === null) continue;
  const { clamp: setup } = livingSetting(clamp, kernel.model);
  const { sampleRateHz, mode, filterHz } = setup;
  const observer = new ClampObserver(kernel, { protocol, sampleRateHz, mode, filterHz });
  const model = new ClampModel(observer, setup);
  const { means, whole } = presentMeans(observer.bins, clamp.currentPaPf);
  const times = Array.from(observer.bins.from, (k, r) => (500 * (k + (observer.bins.to[r] ?? k))) / sampleRateHz);
  const counts = Array.from(whole, (is, r) => is === 1 && (observer.bins.sinceJumpMs[r] ?? 0) >= 3);
  const every = Math.max(1, Math.floor(times.length / 1200));
  const line = (value: (r: number) => number): Point[] =>
    times.flatMap((t, r): Point[] => (r % every === 0 ? [[t, counts[r] === true ? value(r) : NaN]] : []));
  const recorded = line((r) => means[r] ?? NaN);
  const span = [0, times.at(-1) ?? 1] as const;
  const own = filledPotential(free);
  const dt = 1000 / free.sampleRateHz;
  const cycle = row?.recorded.cycleLengthMs ?? null;
  const window = cycle === null ? 2000 : Math.min(own.length * dt * 0.6, Math.max(1200, 2.3 * cycle));
  const align = (trace: ArrayLike<number>, stepMs: number): Point[] => {
    const first = findUpstrokes(trace, 40).find((at) => at * stepMs > 120) ?? null;
    const start = first === null ? 0 : Math.round(first - 120 / stepMs);
    const points = Math.min(Math.round(window / stepMs), trace.length - start);
    const skip = Math.max(1, Math.floor(points / 900));
    return Array.from({ length: Math.floor(points / skip) }, (_, i): Point => [i * skip * stepMs, trace[start + i * skip] ?? NaN]);
  };
  const potential = align(own, dt);
  let parts = '';
  let title = `${cell.name}: not judged, no twin (it oscillates below what counts as a beat)`;
  if (row === undefined || row.failed !== null) {
    parts =
      panel(0, 'Current, pA/pF', span, rangeOf(recorded.map(([, y]) => y)), [{ points: recorded, colour: COLOURS.recorded }]) +
      panel(2, 'Potential, mV', [0, window], [-90, 60], [{ points: potential, colour: COLOURS.recorded }]);
  } else {
    const theta = Float64Array.from(model.parameters, ({ id, coordinate }) => coordinate.of(row.values[id] ?? coordinate.value(0)));
    const [simulated = new Float64Array(0)] = model.simulate([theta]);
    const { values, artefacts } = model.cell(theta);
    const [trace = new Float32Array(0)] = simulateFreeLanes(kernel, [withLeak(values, artefacts, kernel.model)], {
      settleS: 100,
      seconds: (2 * window + 2 * (cycle ?? 0)) / 1000,
      outputDtMs: 1,
    }).voltageMv;
    const twin = align(
      trace.map((mv) => mv - artefacts.offsetMv),
      1,
    );
    const [mdp, peak] = [row.ensemble.mdpMv, row.ensemble.peakMv];
    const band = [mdp, peak].flatMap((of) =>
      of === null
        ? []
        : [
            `<rect x="${PANEL.left}" width="${PANEL.width}" y="{y:${of.high.toFixed(2)}}" height="0" ` +
              `data-low="{y:${of.low.toFixed(2)}}" fill="${COLOURS.band}" opacity="0.6"/>`,
          ],
    );
    title = `${cell.name}: ${row.class}, its twin ${row.twin}`;
    const flat = (text: string): string =>
      text.replaceAll(
        /y="([\d.]+)" height="0" data-low="([\d.]+)"/g,
        (_, y: string, low: string) => `y="${y}" height="${Math.max(1, Number(low) - Number(y)).toFixed(1)}"`,
      );
    parts =
      panel(0, 'Current, pA/pF: recorded dark, twin orange', span, rangeOf(recorded.map(([, y]) => y)), [
        { points: recorded, colour: COLOURS.recorded },
        { points: line((r) => simulated[r] ?? NaN), colour: COLOURS.twin },
      ]) +
      panel(
        1,
        `What the twin leaves, pA/pF (rms ${row.residualPaPf.toFixed(2)})`,
        span,
        [-2, 2],
        [{ points: line((r) => (means[r] ?? NaN) - (simulated[r] ?? NaN)), colour: COLOURS.recorded }],
      ) +
      flat(
        panel(
          2,
          `Potential as recorded, mV; bands: MDP and peak of the ensemble (central 90 %)${cycleWords(row)}`,
          [0, window],
          [-90, 60],
          [
            { points: potential, colour: COLOURS.recorded },
            { points: twin, colour: COLOURS.twin },
          ],
          band.join(''),
        ),
      );
  }
  const height = 40 + 3 * (PANEL.height + PANEL.gap);
  writeFileSync(
    join(out, `${cell.name}.svg`),
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" ` +
      `font-family="sans-serif" font-size="12" fill="#111827"><rect width="100%" height="100%" fill="#ffffff"/>` +
      `<text x="${PANEL.left}" y="18" font-size="14" font-weight="bold">${title}</text>${parts}</svg>\n`,
  );
  console.log(`${cell.name}.svg`);
}

function cycleWords({ ensemble: { cycleLengthMs } }: LivingRow): string {
  return cycleLengthMs === null ? '' : `; cycle ${cycleLengthMs.low.toFixed(0)} to ${cycleLengthMs.high.toFixed(0)} ms`;
}
