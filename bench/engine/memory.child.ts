import { generateCells, kernelPath } from '../../src/inference/index.ts';
import { population } from '../population-plan.ts';

/** Makes a population of a given number of cells in a folder with two workers and prints the peak memory of the whole process, MiB. */
const [folder = '', cells = ''] = process.argv.slice(2);
await generateCells({
  folder,
  cells: Number(cells),
  workers: 2,
  plan: population({ settleS: 0, seconds: 10 }),
  kernelPath: kernelPath(new URL('../../resources', import.meta.url).pathname),
  workerScript: new URL('../../src/inference/population/worker.ts', import.meta.url),
});
console.log(process.resourceUsage().maxRSS / 1024);
