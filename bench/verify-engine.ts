import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { valuesFromMultipliers } from '../src/core/cell/cell-values.ts';
import { parseProtocol } from '../src/core/protocol/parse-protocol.ts';
import { PopulationKernel } from '../src/core/simulate/kernel.ts';
import { openReferenceSet } from '../src/inference/evaluate/reference-set.ts';
import { beatErrors } from './engine/beat-errors.ts';
import { electrodeErrors, idealErrors, idealErrorsOf, type ClampErrors } from './engine/clamp-errors.ts';
import { peakMemory } from './engine/peak-memory.ts';
import { median } from './measure.ts';

/**
 * Accuracy and memory of the population engine, each figure beside its limit: npm run verify:engine [-- CELLS].
 * Against the reference engine at small steps, and against the stiff solver's cells of ../shared where they are.
 */
const root = join(import.meta.dirname, '..');
const cells = Number(process.argv[2] ?? 200);
if (!Number.isInteger(cells) || cells < 4) throw new Error(`Cells: expected a whole number of 4 or more, got ${process.argv[2]}.`);
const kernel = await PopulationKernel.load(readFileSync(join(root, 'resources/kernel/kernik2019.wasm')));
const protocol = parseProtocol(readFileSync(join(root, 'resources/protocols/clark2022-rounded.json'), 'utf8'));
const shared = join(root, '..', 'shared', 'validation');
const set = existsSync(shared) ? openReferenceSet(shared) : null;
let missed = 0;

function line(what: string, value: number, most: number, unit = '%'): void {
  const met = value <= most;
  if (!met) missed++;
  console.log(`  ${what.padEnd(52)} ${`${value} ${unit}`.padEnd(14)} at most ${most} ${unit}${met ? '' : '   FALLS SHORT'}`);
}
function report(what: string, value: number | string): void {
  console.log(`  ${what.padEnd(52)} ${value}`);
}

function medianAndWorst(errors: ClampErrors | null): string {
  return errors ? `${errors.rmsPctMedian}, ${errors.rmsPctMax} %` : '-';
}

console.log(`Ideal clamp, ${cells} random cells, total current against the reference engine, rms of range`);
const ideal = await idealErrors(kernel, protocol, cells);
line('median', ideal.rmsPctMedian, 0.005);
report('95th percentile', `${ideal.rmsPctP95} %`);
line('worst', ideal.rmsPctMax, 0.05);
if (set) {
  console.log(`The same, ${set.cells} cells of the stiff solver`);
  const stiff = idealErrorsOf(
    kernel,
    set.protocol,
    Array.from({ length: set.cells }, (_, i) => ({ values: valuesFromMultipliers(set.multipliers(i)), current: set.cleanCurrent(i) })),
  );
  line('median', stiff.rmsPctMedian, 0.005);
  line('worst', stiff.rmsPctMax, 0.05);
}

const rigs = [
  [`Behind 4 to 20 MOhm, of which 20 to 50 % remain (60 pF, 1 nS of leak), ${cells} cells`, [0.2, 0.5], cells],
  [`Behind 4 to 20 MOhm without compensation, ${Math.ceil(cells / 4)} cells`, [1, 1], Math.ceil(cells / 4)],
] as const;
for (const [title, left, count] of rigs) {
  console.log(title);
  const { population, grid, illConditioned, followed } = await electrodeErrors(kernel, protocol, count, left);
  line(`median of the ${population.all?.cells ?? 0} well-conditioned cells`, population.all?.rmsPctMedian ?? NaN, 0.05);
  line('  worst of them', population.all?.rmsPctMax ?? NaN, 0.7);
  report('  95th percentile of them', `${population.all?.rmsPctP95 ?? '-'} %`);
  report(`${population.held?.cells ?? 0} that the clamp holds: median, worst`, medianAndWorst(population.held));
  report(`${population.escaping?.cells ?? 0} that escape it: median, worst`, medianAndWorst(population.escaping));
  report(
    `${illConditioned.length} ill-conditioned: median, worst`,
    illConditioned.length > 0
      ? `${median(illConditioned.map((c) => c.kernelPct))}, ${Math.max(...illConditioned.map((c) => c.kernelPct))} %`
      : '-',
  );
  for (const { cell, kernelPct, gridPct, referencePct } of illConditioned) {
    report(
      `  cell ${cell}: halving the reference's steps changes it by ${referencePct} %`,
      `kernel ${kernelPct} %, grid alone ${gridPct} %`,
    );
  }
  report('cells simulated again with adaptive steps', followed);
  report('on the grid alone, as in fits: held', medianAndWorst(grid.held));
  report('  escaping', medianAndWorst(grid.escaping));
}

if (set) {
  console.log(`Action potentials of the ${set.cells} cells, 10 s after 100 s, none left out`);
  const { reference, solver, solvers, illConditioned, undecided } = await beatErrors(kernel, set);
  line('cycle length against the reference engine, median', reference.cycleLengthPctMedian, 0.1);
  line('  95th percentile', reference.cycleLengthPctP95, 0.5);
  line('APD90 against the reference engine, 95th percentile', reference.apd90PctP95, 0.2);
  line('cells of another class', reference.wrongClass, 0, '');
  line('cycle length against the stiff solver, median', solver.cycleLengthPctMedian, 0.1);
  line('  95th percentile', solver.cycleLengthPctP95, 0.5);
  line('cells of another class', solver.wrongClass, 0, '');
  report('cells whose class differs between these two', String(undecided));
  report('APD90 against its 1 ms samples, 95th percentile', `${solver.apd90PctP95} %`);
  report('reference engine against it: cycle length p95, APD90 p95', `${solvers.cycleLengthPctP95}, ${solvers.apd90PctP95} %`);
  for (const { cell, sliding, kernelPct, solversPct } of illConditioned) {
    report(
      `cell ${cell}: ${sliding ? 'slides on the fCa switch' : 'ill-conditioned'}`,
      `kernel ${kernelPct} %, the two solvers ${solversPct} % apart`,
    );
  }
} else console.log('Cells of the stiff solver and action potentials: skipped, ../shared/validation is absent.');

console.log('Peak memory of a population run, two workers, whole process');
for (const { cells: made, peakMib } of peakMemory([4096, 16_384])) line(`${made} cells`, peakMib, 1024, 'MiB');

console.log(missed === 0 ? 'verify:engine passed.' : `verify:engine: ${missed} figures fall short.`);
if (missed > 0) process.exitCode = 1;
