import { LANES } from '../simulate/kernel-layout.ts';
import { RECORD_DT_MS } from './lane-record.ts';

/** The steps of one lane as the kernel wrote them, from sample `from` of its record on. */
export interface ObservedSteps {
  /** Per step the potentials of all lanes, their dt, and every current: `stride` floats. Shared by the lanes. */
  readonly chunks: readonly Float32Array[];
  readonly stride: number;
  readonly lane: number;
  readonly currents: number;
  /** Time of the first step, and the end of settling, ms. */
  readonly startMs: number;
  readonly settleMs: number;
  /** Samples of the record: the first after the first step began, and their number. */
  readonly from: number;
  readonly end: number;
}

/**
 * Charge that each current has carried since sample `from`, pC/pF, in the order of `model.currents`: exact over the steps. It is added up
 * when it is asked for, as most cells are asked for the two ends of one cycle only.
 */
export class ObservedCharges {
  readonly #steps: ObservedSteps;

  constructor(steps: ObservedSteps) {
    this.#steps = steps;
  }

  /** Number of samples that have a charge, counted from `from`. */
  get length(): number {
    return this.#steps.end - this.#steps.from;
  }

  /** Of every sample, [current][sample]. */
  all(): Float32Array[] {
    return this.at(Int32Array.from({ length: this.length }, (_, i) => i));
  }

  /** @param wanted samples counted from `from`, rising @returns [current][place in wanted] */
  at(wanted: Int32Array): Float32Array[] {
    const { chunks, stride, lane, currents, settleMs, from, end } = this.#steps;
    const charges = Array.from({ length: currents }, () => new Float32Array(wanted.length));
    const sums = new Float64Array(currents);
    let timeMs = this.#steps.startMs;
    let samples = from;
    let next = 0;
    for (const chunk of chunks)
      for (let i = lane; i < chunk.length && samples < end; i += stride) {
        if (next >= wanted.length) return charges;
        const dt = chunk[i + LANES] as number;
        const startMs = timeMs;
        timeMs += dt;
        while (samples < end && settleMs + samples * RECORD_DT_MS <= timeMs) samples++;
        for (; next < wanted.length && (wanted[next] as number) + from < samples; next++) {
          const sinceMs = settleMs + ((wanted[next] as number) + from) * RECORD_DT_MS - startMs;
          for (let c = 0; c < currents; c++)
            (charges[c] as Float32Array)[next] = ((sums[c] as number) + (chunk[i + (2 + c) * LANES] as number) * sinceMs) / 1000;
        }
        for (let c = 0; c < currents; c++) sums[c] = (sums[c] as number) + (chunk[i + (2 + c) * LANES] as number) * dt;
      }
    return charges;
  }
}
