// One process with the environment that shows Dawn its Vulkan device: which it reads at start. Prints what was found as JSON.
import { readFileSync } from 'node:fs';
import { valuesFromMultipliers } from '../../../src/core/cell/cell-values.ts';
import { ClampSimulator } from '../../../src/core/experiment/clamp-simulator.ts';
import { NO_ARTEFACTS } from '../../../src/core/experiment/artefacts.ts';
import { sampleMultipliers } from '../../../src/core/population/sample-cells.ts';
import { createRandom } from '../../../src/core/random/random.ts';
import { PopulationKernel } from '../../../src/core/simulate/kernel.ts';
import { compileScalar } from '../../../src/core/simulate/scalar-engine.ts';
import { DEFAULT_CELL } from '../../../src/core/cell/models.ts';
import { idealClampStep } from '../../../src/core/cell/steps.ts';
import { holdGrid, KERNEL_GRID, KERNEL_HOLD_GRID } from '../../../src/core/simulate/step-grid.ts';
import { libraryProtocol, rmsPercent } from '../../../src/core/testing/files.testing.ts';
import { GpuClamp, openKernelDevice } from '../../../src/inference/gpu-kernel/index.ts';

const [kernelFile = ''] = process.argv.slice(2);
const CELLS = 70;
const { device, adapter, software } = await openKernelDevice({ acceptSoftware: true });
const protocol = libraryProtocol('clark2022-rounded');
const kernel = await PopulationKernel.load(readFileSync(kernelFile));
const simulator = new ClampSimulator(kernel, protocol, 'ideal', { grid: KERNEL_GRID, hold: KERNEL_HOLD_GRID });
const hold = holdGrid(protocol.holdingMv, 10_000, KERNEL_HOLD_GRID);
const population = createRandom(77);
const cells = Array.from({ length: CELLS }, (_, i) => valuesFromMultipliers(sampleMultipliers(population, i)));

const gpu = await GpuClamp.create(device, hold, simulator.grid);
const current = await gpu.simulate(cells);
const again = await gpu.simulate(cells);

const engine = compileScalar(idealClampStep(DEFAULT_CELL), ['total']);
const steps = simulator.grid.dtMs.length;
const toKernel: number[] = [];
const toScalar: number[] = [];
for (let i = 0; i < CELLS; i++) {
  const values = cells[i]!;
  const own = Float64Array.from({ length: steps }, (_, k) => current[k * CELLS + i]!);
  const lanes = simulator.simulate([values], [NO_ARTEFACTS]);
  toKernel.push(rmsPercent(own, Float64Array.from({ length: steps }, (_, k) => lanes[k * 4]!)));
  const cell = engine.prepare(values);
  const state = DEFAULT_CELL.initialState();
  const out = new Float64Array(1);
  const scalar = new Float64Array(steps);
  for (let k = 0; k < hold.dtMs.length; k++) engine.step(cell, state, hold.commandMv[k]!, hold.dtMs[k]!, [], out);
  for (let k = 0; k < steps; k++) {
    engine.step(cell, state, simulator.grid.commandMv[k]!, simulator.grid.dtMs[k]!, [], out);
    scalar[k] = out[0]!;
  }
  toScalar.push(rmsPercent(own, scalar));
}
const repeats = current.every((value, i) => value === again[i]);
device.destroy();
process.stdout.write(JSON.stringify({ adapter, software, steps, repeats, rmsPercentToKernel: Math.max(...toKernel), rmsPercentToScalar: Math.max(...toScalar) }), () => process.exit(0));
