// Twins of living cells as `evaluate-living --keep` wrote them, beside their recordings: for scripts that ask what the twins miss.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClampObserver } from '../src/core/experiment/clamp-observer.ts';
import { ClampModel } from '../src/core/inference/clamp-fit.ts';
import type { LearnedPrior } from '../src/core/inference/learned-prior.ts';
import type { Protocol } from '../src/core/protocol/protocol.ts';
import { PopulationKernel } from '../src/core/simulate/kernel.ts';
import type { FreeRecording, VoltageClampRecording } from '../src/core/trace/recording.ts';
import { openLivingSet } from '../src/inference/evaluate/living/living-set.ts';
import type { LivingRow } from '../src/inference/evaluate/living/living-row.ts';
import { learnedPopulation, priorWithout } from '../src/inference/living/living-population.ts';
import { livingSetting } from '../src/inference/living/living-setting.ts';
import type { Setting } from '../src/inference/twin/clamp-setup.ts';

export interface LivingTwin {
  readonly row: LivingRow;
  readonly recording: VoltageClampRecording;
  readonly potential: FreeRecording;
  readonly setting: Setting;
  readonly model: ClampModel;
  /** Learned from the other cells. */
  readonly prior: LearnedPrior | null;
  readonly theta: Float64Array;
}

const root = new URL('..', import.meta.url).pathname;
export const kernel = await PopulationKernel.load(readFileSync(join(root, 'resources/kernel/kernik2019.wasm')));
export const protocol = JSON.parse(readFileSync(join(root, 'resources/protocols/clark2022.json'), 'utf8')) as Protocol;

/** @param rowsFile lines of `evaluate-living --keep` @param set folder of the same cells */
export function livingTwins(rowsFile: string, set: string): LivingTwin[] {
  const rows = readFileSync(rowsFile, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as LivingRow);
  const population = learnedPopulation(join(root, 'resources'));
  return openLivingSet(set, protocol).flatMap((cell) => {
    const row = rows.find((one) => one.cell === cell.name && one.failed === null);
    const [recording, potential] = [cell.clamp('pre'), cell.potential('pre')];
    if (row === undefined || recording === null || potential === null) return [];
    const setting = livingSetting(recording, kernel.model);
    const { sampleRateHz, mode, filterHz } = setting.clamp;
    const model = new ClampModel(new ClampObserver(kernel, { protocol, sampleRateHz, mode, filterHz }), setting.clamp);
    const prior = priorWithout(population, { name: cell.name, crcs: [] }).of?.(model) ?? null;
    const theta = Float64Array.from(model.parameters, ({ id, coordinate }) => coordinate.of(row.values[id] ?? coordinate.value(0)));
    return [{ row, recording, potential, setting, model, prior, theta }];
  });
}
