import { ClampSimulator } from './clamp-simulator.ts';
import type { ClampedCell } from './clamped-cell.ts';
import { withLeak } from './electrode.ts';
import { traceFreeLanes } from './free-simulator.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import { FREE_LIMITS, type PopulationKernel } from '../simulate/kernel.ts';
import { ELECTRODE_GRID, KERNEL_HOLD_GRID } from '../simulate/step-grid.ts';
import { analyseBeats } from '../beat/beats.ts';
import { BEAT_SECONDS } from '../beat/simulate-beat.ts';
import type { BeatTrace } from '../beat/beat-trace.ts';

const TRACE_DT_MS = 1;
/**
 * From the release to the record, s: an amplifier changes its mode first (some 0.3 s), and the interval that begins with the release is
 * longer than those after it (cell 3 of the simulated rig: a mean cycle of 417 ms with it, 410 ms without).
 */
const RELEASE_S = 0.5;

/**
 * Beating of cells in the seconds after a protocol: held, clamped through it, released, and watched as a record is, from a little later
 * on. A protocol changes sodium, potassium and the calcium store, which take minutes to recover. So a beat recorded right after a protocol
 * is compared with this one. Holds the protocol in the kernel's memory: make one per protocol.
 */
export class BeatAfterClamp {
  private readonly kernel: PopulationKernel;
  private readonly clamp: ClampSimulator;

  constructor(kernel: PopulationKernel, protocol: Protocol) {
    this.kernel = kernel;
    this.clamp = new ClampSimulator(kernel, protocol, 'electrode', { grid: ELECTRODE_GRID, hold: KERNEL_HOLD_GRID });
  }

  beat(cells: readonly ClampedCell[]): BeatTrace[] {
    const { kernel } = this;
    const beats: BeatTrace[] = [];
    for (let i = 0; i < cells.length; i += LANES) {
      const group = cells.slice(i, i + LANES);
      this.clamp.simulate(
        group.map(({ values }) => values),
        group.map(({ artefacts }) => artefacts),
        group.map(({ history }) => history),
      );
      kernel.setParameters(
        kernel.modes.free,
        group.map(({ values, artefacts }) => withLeak(values, artefacts, kernel.model)),
      );
      // The prediction of the last step was made for an electrode.
      for (const name of ['vBase', 'vSlope'] as const) kernel.setState(kernel.model.stateIndex(name), 0);
      kernel.startFree(FREE_LIMITS);
      const { voltageMv } = traceFreeLanes(kernel, group.length, { settleS: RELEASE_S, seconds: BEAT_SECONDS, outputDtMs: TRACE_DT_MS });
      for (const trace of voltageMv)
        beats.push({
          ...analyseBeats(trace, TRACE_DT_MS),
          dtMs: TRACE_DT_MS,
          voltageMv: Array.from(trace, (v) => Math.round(v * 1000) / 1000),
        });
    }
    return beats;
  }
}
