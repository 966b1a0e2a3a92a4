import { ClampModel } from '../../../core/inference/clamp-fit.ts';
import type { ClampChange, LogChange } from '../../../core/inference/clamp-change.ts';
import { ClampObserver } from '../../../core/experiment/clamp-observer.ts';
import type { PopulationKernel } from '../../../core/simulate/kernel.ts';
import { changeOfRecordings } from '../../living/change-of-recordings.ts';
import { livingSetting } from '../../living/living-setting.ts';
import type { LivingCell } from './living-set.ts';
import type { LivingRow } from './living-row.ts';

/** What changed between the recordings before and with drug of one cell, by these recordings alone. */
export interface MeasuredChange {
  readonly cell: string;
  readonly drug: string;
  readonly channels: readonly LogChange[];
  /** Common to all channels. */
  readonly runDown: LogChange;
  /** rms of the difference that the changes leave, pA/pF. */
  readonly residualPaPf: number;
}

/** A change with the twin that it happened to. */
export interface ClampedChange {
  readonly model: ClampModel;
  readonly theta: Float64Array;
  readonly change: ClampChange;
  readonly measured: MeasuredChange;
}

/** @returns null where there is no drug, no recording with it, or no twin */
export async function drugOfCell(
  kernel: PopulationKernel,
  cell: LivingCell,
  row: Pick<LivingRow, 'values' | 'failed'>,
): Promise<ClampedChange | null> {
  const [before, after] = [cell.clamp('pre'), cell.clamp('post')];
  if (before === null || after === null || cell.drug === null || row.failed !== null) return null;
  const { clamp, blankMs } = livingSetting(before, kernel.model);
  const { protocol, sampleRateHz, mode, filterHz } = clamp;
  const observer = new ClampObserver(kernel, { protocol, sampleRateHz, mode, filterHz });
  const model = new ClampModel(observer, clamp);
  const theta = Float64Array.from(model.parameters, ({ id, coordinate }) => coordinate.of(row.values[id] ?? coordinate.value(0)));
  const twin = { cell: model.cell(theta), recordedAs: model.recordedAs(theta) };
  const change = await changeOfRecordings(observer, twin, before.currentPaPf, after.currentPaPf, blankMs);
  const { channels, runDown, residual } = change;
  return { model, theta, change, measured: { cell: cell.name, drug: cell.drug, channels, runDown, residualPaPf: residual } };
}
