import { LANES } from '../simulate/kernel-layout.ts';
import { FREE_CHUNK, FREE_LIMITS, type FreeLimits, type Pacing, type PopulationKernel } from '../simulate/kernel.ts';

const UNPACED: Pacing = { periodMs: 1e6, durationMs: 1, amplitude: 0 };

export interface FreeTraces {
  /** Membrane potential of each cell at 0, dt, 2 dt ..., mV. */
  readonly voltageMv: Float32Array[];
}

export interface FreeTraceOptions {
  readonly settleS: number;
  readonly seconds: number;
  readonly outputDtMs: number;
}

/** Free running of up to four cells at once, each with its own steps; with `pacing` stimulated, the first time at 0. */
export function simulateFreeLanes(
  kernel: PopulationKernel,
  cells: readonly Float64Array[],
  options: FreeTraceOptions & { readonly limits?: FreeLimits; readonly pacing?: Pacing },
): FreeTraces {
  const { limits = FREE_LIMITS } = options;
  // The dynamic clamp's current is in the paced kernel alone.
  const pacing = options.pacing ?? (cells.some((values) => values[kernel.model.index('dynamicClamp.IK1')] !== 0) ? UNPACED : undefined);
  kernel.setCells(pacing ? kernel.modes.paced : kernel.modes.free, cells);
  if (pacing) kernel.startPaced(limits, pacing);
  else kernel.startFree(limits);
  return traceFreeLanes(kernel, cells.length, options, pacing !== undefined);
}

/** The same for lanes that are set and started: they go on from the states they are in. */
export function traceFreeLanes(kernel: PopulationKernel, lanes: number, options: FreeTraceOptions, paced = false): FreeTraces {
  const settleMs = options.settleS * 1000;
  const count = Math.round((options.seconds * 1000) / options.outputDtMs) + 1;
  const voltageMv = Array.from({ length: lanes }, () => new Float32Array(count));
  const time = new Float64Array(LANES);
  const before = new Float64Array(LANES).fill(NaN);
  const next = new Int32Array(LANES);
  const stride = 2 * LANES;
  for (;;) {
    const chunk = paced ? kernel.paced(FREE_CHUNK) : kernel.free(FREE_CHUNK);
    for (let lane = 0; lane < lanes; lane++) {
      const trace = voltageMv[lane] as Float32Array;
      let t = time[lane] as number;
      let k = next[lane] as number;
      let v0 = before[lane] as number;
      for (let i = lane; i < FREE_CHUNK * stride && k < count; i += stride) {
        const dt = chunk[i + LANES] as number;
        const v1 = chunk[i] as number;
        const t0 = t;
        t += dt;
        for (let at = settleMs + k * options.outputDtMs; k < count && at <= t; at = settleMs + ++k * options.outputDtMs) {
          trace[k] = Number.isNaN(v0) ? v1 : v0 + ((v1 - v0) * (at - t0)) / dt;
        }
        v0 = v1;
      }
      time[lane] = t;
      next[lane] = k;
      before[lane] = v0;
    }
    if (voltageMv.every((_, lane) => (next[lane] as number) >= count)) return { voltageMv };
  }
}
