import { stateIndex } from '../cell/steps.ts';
import { HOLD_MS } from '../population/clamp-simulator.ts';
import { traceFreeLanes } from '../population/free-simulator.ts';
import { segmentEndMv, type Protocol } from '../protocol/protocol.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import { FREE_LIMITS, type LoadedGrid, type PopulationKernel } from '../simulate/kernel.ts';
import { holdGrid, KERNEL_GRID, KERNEL_HOLD_GRID, makeGrid } from '../simulate/step-grid.ts';
import { analyseBeats } from './beats.ts';
import { BEAT_SECONDS } from './simulate-beat.ts';
import type { TwinBeat } from './twin.ts';

const TRACE_DT_MS = 1;

/**
 * What cells do in the seconds after a protocol: held, clamped through it, let go. A protocol moves sodium, potassium and the calcium store, which take minutes to
 * come back, so a beat recorded right after a protocol is held against this one. Holds the protocol in the kernel's memory: make one a protocol.
 */
export class BeatAfterClamp {
  private readonly kernel: PopulationKernel;
  private readonly hold: LoadedGrid;
  private readonly clamp: LoadedGrid;
  private readonly lastMv: number;

  constructor(kernel: PopulationKernel, protocol: Protocol) {
    this.kernel = kernel;
    this.hold = kernel.loadGrid(holdGrid(protocol.holdingMv, HOLD_MS, KERNEL_HOLD_GRID));
    this.clamp = kernel.loadGrid(makeGrid(protocol, KERNEL_GRID));
    const last = protocol.segments.at(-1);
    this.lastMv = last ? segmentEndMv(last) : protocol.holdingMv;
  }

  /** @param cells ADJUSTABLE values, seal leak included */
  beat(cells: readonly Float64Array[]): TwinBeat[] {
    const { kernel } = this;
    const beats: TwinBeat[] = [];
    for (let i = 0; i < cells.length; i += LANES) {
      const group = cells.slice(i, i + LANES);
      kernel.setCells(kernel.modes.ideal, group);
      kernel.ideal(this.hold);
      kernel.ideal(this.clamp);
      kernel.setParameters(kernel.modes.free, group);
      for (const [name, value] of [['v', this.lastMv], ['vBase', 0], ['vSlope', 0]] as const) kernel.setState(stateIndex(name), value);
      kernel.startFree(FREE_LIMITS);
      const { voltageMv } = traceFreeLanes(kernel, group.length, { settleS: 0, seconds: BEAT_SECONDS, outputDtMs: TRACE_DT_MS });
      for (const trace of voltageMv) beats.push({ ...analyseBeats(trace, TRACE_DT_MS), dtMs: TRACE_DT_MS, voltageMv: Array.from(trace, (v) => Math.round(v * 1000) / 1000) });
    }
    return beats;
  }
}
