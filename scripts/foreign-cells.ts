// A set of cells of another model behind the rig, in the form of ipsc-optimised: node scripts/foreign-cells.ts OUT-FOLDER CELLS [SEED]
// What does a twin say of a cell that is not of its model, and does an alarm speak? `evaluate-living --set OUT-FOLDER` answers.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellModelNamed } from '../src/core/cell/models.ts';
import { valuesFromMultipliers } from '../src/core/cell/cell-values.ts';
import { NO_HISTORY } from '../src/core/experiment/cell-history.ts';
import { withLeak } from '../src/core/experiment/electrode.ts';
import { simulateFreeLanes } from '../src/core/experiment/free-simulator.ts';
import { sampleCommand, type Protocol } from '../src/core/protocol/protocol.ts';
import { createRandom } from '../src/core/random/random.ts';
import { PopulationKernel } from '../src/core/simulate/kernel.ts';
import { FullRateCurrent } from '../src/inference/twin/full-rate-current.ts';

const [out, count, seed = '1'] = process.argv.slice(2);
if (out === undefined || !(Number(count) > 0)) throw new Error('Usage: node scripts/foreign-cells.ts OUT-FOLDER CELLS [SEED]');
const RATE_HZ = 2000;
const NOISE = { paPf: 0.1, mv: 0.1 };
const root = new URL('..', import.meta.url).pathname;
const model = cellModelNamed('paci2018');
const kernel = await PopulationKernel.load(readFileSync(join(root, 'resources/kernel/paci2018.wasm')));
const protocol = JSON.parse(readFileSync(join(root, 'resources/protocols/clark2022.json'), 'utf8')) as Protocol;
const command = sampleCommand(protocol, RATE_HZ);
const currents = new FullRateCurrent(model);
const random = createRandom(Number(seed));
const between = (low: number, high: number): number => low + (high - low) * random.uniform();

for (let k = 0; k < Number(count); k++) {
  // The method's population, and electrodes as on living cells but for the seal: one of theirs stops most of these.
  const values = valuesFromMultipliers(
    model.varied.map(() => between(0.6, 1.4)),
    model,
  );
  const artefacts = {
    rsCmMs: between(0.15, 0.5),
    leakNsPf: 0.002 * 6 ** random.uniform(),
    residualCapacitance: between(-0.02, 0.06),
    offsetMv: between(-14, 0),
    estimateRatio: 1,
    prediction: 0,
  };
  const form = { protocol, sampleRateHz: RATE_HZ, mode: 'rig', filterHz: null } as const;
  const current = currents.of(form, { values, artefacts, history: NO_HISTORY }, { capacitanceRatio: between(0.8, 1.2), offsetPaPf: 0 });
  const [trace = new Float32Array(0)] = simulateFreeLanes(kernel, [withLeak(values, artefacts, model)], {
    settleS: 100,
    seconds: 10,
    outputDtMs: 1,
  }).voltageMv;
  const folder = join(out, `paci_${String(k + 1).padStart(2, '0')}`);
  mkdirSync(folder, { recursive: true });
  const held = new Float32Array([...current, ...new Float32Array(2).fill(current.at(-1) ?? 0)]);
  const clampLines = Array.from(held, (value, i) =>
    [i / RATE_HZ, (command[i] ?? -80) / 1000, (value + NOISE.paPf * random.normal()).toPrecision(7)].join(','),
  );
  writeFileSync(join(folder, 'vc_pre.csv'), `Time (s),Voltage (V),Current (pA/pF)\n${clampLines.join('\n')}\n`);
  const freeLines = Array.from(
    trace,
    (mv, i) => `${i / 1000},${((mv - artefacts.offsetMv + NOISE.mv * random.normal()) / 1000).toPrecision(7)}`,
  );
  writeFileSync(join(folder, 'ap_pre.csv'), `Time (s),Voltage (V)\n${freeLines.join('\n')}\n`);
}
console.log(`${count} cells of ${model.name} written to ${out}.`);
