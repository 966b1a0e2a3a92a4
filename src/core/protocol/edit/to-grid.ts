import { PROTOCOL_LIMIT_MV } from '../protocol.ts';

/** The nearest multiple of a grid's step, without the last binary digits a multiplication leaves. */
export function toGrid(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toFixed(9)) + 0;
}

/** The nearest potential on the grid and in the range of a protocol. */
export function levelOnGrid(millivolt: number, stepMv: number): number {
  return Math.max(-PROTOCOL_LIMIT_MV, Math.min(PROTOCOL_LIMIT_MV, toGrid(millivolt, stepMv)));
}
