import type { ProtocolGrid } from './realise-protocol.ts';

/** Finer steps are not visible and give no more information on a cell: protocols are drawn and designed on no finer grid. */
export const ROUND_GRID: ProtocolGrid = { voltageStepMv: 1, timeStepMs: 0.1 };

/** The finest grid of whole steps of a device that is no finer than round numbers: the device plays its values exactly. */
export function coarserGrid(device: ProtocolGrid, least: ProtocolGrid = ROUND_GRID): ProtocolGrid {
  return {
    voltageStepMv: wholeSteps(device.voltageStepMv, least.voltageStepMv),
    timeStepMs: wholeSteps(device.timeStepMs, least.timeStepMs),
  };
}

function wholeSteps(step: number, least: number): number {
  // A decimal step is not exact in binary: 0.1 / 0.02 is a little above 5.
  const count = Math.max(1, Math.ceil(least / step - 1e-6));
  return Number((count * step).toFixed(9));
}
