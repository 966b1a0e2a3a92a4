import { blockFractions } from '../../../core/drug/block-fraction.ts';
import type { ChannelBlock } from '../../../core/drug/drug-schema.ts';
import type { EmulatedCell } from './cell.ts';

/** A change of concentration below this share of what flows in is not worth preparing the cell anew. */
const LEAST_CHANGE = 0.01;

/** The bath over the cell: a drug washes in and out exponentially and blocks by IC50 and Hill what it has reached. */
export class Perfusion {
  private readonly cell: EmulatedCell;
  private readonly washMs: number;
  private channels: readonly ChannelBlock[] = [];
  private flowingNm = 0;
  private inBathNm = 0;
  private seenNm = 0;
  private lastMs: number | null = null;

  /** @param washMs time constant of the exchange of the bath */
  constructor(cell: EmulatedCell, washMs: number) {
    this.cell = cell;
    this.washMs = washMs;
  }

  /** Another solution flows from here on. Without drug the one before is washed out. */
  flow(channels: readonly ChannelBlock[], concentrationNm: number): void {
    const isWash = channels.length === 0 || concentrationNm === 0;
    if (!isWash) this.channels = channels;
    this.flowingNm = isWash ? 0 : concentrationNm;
  }

  /** @param nowMs of a clock that never stops */
  tick(nowMs: number): void {
    const sinceMs = this.lastMs === null ? 0 : nowMs - this.lastMs;
    this.lastMs = nowMs;
    this.inBathNm = this.flowingNm + (this.inBathNm - this.flowingNm) * Math.exp(-sinceMs / this.washMs);
    const change = LEAST_CHANGE * Math.max(this.seenNm, this.inBathNm);
    if (Math.abs(this.inBathNm - this.seenNm) <= change || this.channels.length === 0) return;
    this.seenNm = this.inBathNm;
    this.cell.block?.(blockFractions(this.channels, this.inBathNm).blockedFraction);
  }
}
