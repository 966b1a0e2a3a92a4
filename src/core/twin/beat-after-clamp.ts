import { stateIndex } from '../cell/steps.ts';
import { HOLD_MS } from '../population/clamp-simulator.ts';
import { traceFreeLanes } from '../population/free-simulator.ts';
import { segmentEndMv, type Protocol } from '../protocol/protocol.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import { FREE_LIMITS, type PopulationKernel } from '../simulate/kernel.ts';
import { holdGrid, KERNEL_GRID, KERNEL_HOLD_GRID, makeGrid } from '../simulate/step-grid.ts';
import { analyseBeats } from './beats.ts';
import { BEAT_SECONDS } from './simulate-beat.ts';
import type { TwinBeat } from './twin.ts';

const TRACE_DT_MS = 1;

/**
 * What cells do in the seconds after a protocol: held, clamped through it, let go. A protocol moves sodium, potassium and the calcium store, which take minutes to
 * come back; a cell whose steady cycle is 600 ms was seen to beat every 890 ms after one. So a beat recorded right after a protocol is held against this one.
 * @param cells ADJUSTABLE values, seal leak included
 */
export function beatAfterClamp(kernel: PopulationKernel, protocol: Protocol, cells: readonly Float64Array[]): TwinBeat[] {
  const hold = kernel.loadGrid(holdGrid(protocol.holdingMv, HOLD_MS, KERNEL_HOLD_GRID));
  const clamp = kernel.loadGrid(makeGrid(protocol, KERNEL_GRID));
  const last = protocol.segments.at(-1);
  const beats: TwinBeat[] = [];
  for (let i = 0; i < cells.length; i += LANES) {
    const group = cells.slice(i, i + LANES);
    kernel.setCells(kernel.modes.ideal, group);
    kernel.ideal(hold);
    kernel.ideal(clamp);
    kernel.setParameters(kernel.modes.free, group);
    kernel.setState(stateIndex('v'), last ? segmentEndMv(last) : protocol.holdingMv);
    kernel.setState(stateIndex('vBase'), 0);
    kernel.setState(stateIndex('vSlope'), 0);
    kernel.startFree(FREE_LIMITS);
    const { voltageMv } = traceFreeLanes(kernel, group.length, { settleS: 0, seconds: BEAT_SECONDS, outputDtMs: TRACE_DT_MS });
    for (const trace of voltageMv) beats.push({ ...analyseBeats(trace, TRACE_DT_MS), dtMs: TRACE_DT_MS, voltageMv: Array.from(trace, (v) => Math.round(v * 1000) / 1000) });
  }
  return beats;
}
