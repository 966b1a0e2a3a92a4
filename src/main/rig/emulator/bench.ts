import { createRandom } from '../../../core/random/random.ts';
import type { EmulatorOrder, PipetteStage } from '../../../shared/rig/emulator-order.ts';
import type { EmulatedCell } from './cell.ts';
import { Perfusion } from './perfusion.ts';
import { PipetteCell } from './pipette-cell.ts';

export interface BenchOptions {
  /** Where the pipette is at first. Default: whole cell. */
  readonly pipette?: PipetteStage;
  /** Time constant of the bath, ms. */
  readonly washMs?: number;
  /** Of what a zap does by chance. Default 1. */
  readonly seed?: number;
}

/** Exchange of a bath of 1 ml at 6 ml a minute. */
const USUAL_WASH_MS = 10_000;
/** Stream of the chance of zaps among those of a seed. */
const ZAPS = 1_000_033;

/** What the hands of an operator do at a simulated rig, and what goes on there between samples too: pipette and bath. */
export class Bench {
  readonly cell: PipetteCell;
  private readonly bath: Perfusion;

  constructor(cell: EmulatedCell, { pipette = 'whole-cell', washMs = USUAL_WASH_MS, seed = 1 }: BenchOptions = {}) {
    this.cell = new PipetteCell(cell, createRandom(seed).fork(ZAPS), pipette);
    this.bath = new Perfusion(this.cell, washMs);
  }

  carryOut(order: EmulatorOrder): void {
    if (order.kind === 'pipette') this.cell.enter(order.stage);
    else this.bath.flow(order.channels, order.concentrationNm);
  }

  /** @param nowMs of a clock that never stops */
  tick(nowMs: number): void {
    this.cell.tick(nowMs);
    this.bath.tick(nowMs);
  }
}
