import { BEAT_SECONDS } from '../../core/beat/simulate-beat.ts';
import { withLeak } from '../../core/experiment/electrode.ts';
import { beatCells, type MemberBeat } from '../../core/twin/ensemble.ts';
import type { CellModel } from '../../core/cell/cell-model.ts';
import type { ClampedCell } from '../../core/experiment/clamped-cell.ts';
import type { ClampModel } from '../../core/inference/clamp-fit.ts';
import type { PopulationKernel } from '../../core/simulate/kernel.ts';

/** A slowly beating cell is looked at for so many of its recorded cycles. */
const CYCLES = 6;

/** Free running of points of a fit; see beatsInPipette. */
export function memberBeats(
  { model, kernel }: { readonly model: ClampModel; readonly kernel: PopulationKernel },
  thetas: readonly Float64Array[],
  cycleLengthMs: number | null = null,
): MemberBeat[] {
  const cells = thetas.map((theta) => model.cell(theta));
  return beatsInPipette(kernel, model.cellModel, cells, cycleLengthMs);
}

/**
 * Free running of cells in the pipette, in the recorded frame: potentials less the offset of the command.
 * @param cycleLengthMs of the recorded cell, where it is known
 */
export function beatsInPipette(
  kernel: PopulationKernel,
  cellModel: CellModel,
  cells: readonly ClampedCell[],
  cycleLengthMs: number | null = null,
): MemberBeat[] {
  const beats = beatCells(
    kernel,
    cells.map(({ values, artefacts }) => withLeak(values, artefacts, cellModel)),
    { rejectResting: false, seconds: Math.max(BEAT_SECONDS, (CYCLES * (cycleLengthMs ?? 0)) / 1000) },
  );
  return beats.map(({ outcome, features }, k) => {
    const offset = cells[k]?.artefacts.offsetMv ?? 0;
    const less = (mv: number | null): number | null => (mv === null ? null : mv - offset);
    return { outcome, features: { ...features, mdpMv: less(features.mdpMv), peakMv: less(features.peakMv) } };
  });
}
