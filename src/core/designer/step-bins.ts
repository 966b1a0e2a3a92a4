import type { Protocol } from '../protocol/protocol.ts';
import type { StepGrid } from '../simulate/step-grid.ts';
import { sampleWeights } from './sample-weights.ts';

/** Steps of a grid gathered into bins over which the current is nearly linear: fewer products, and less of the kernel's rounding. */
export interface StepBins {
  /** Bin of every step. */
  readonly binOfStep: Int32Array;
  /** Share of a step in its bin, 0 where it is not observed. */
  readonly share: Float64Array;
  /** Samples of every bin. */
  readonly samples: Float64Array;
  /** Mean command of every bin, mV. */
  readonly commandMv: Float64Array;
}

/** Width of a bin as a share of the time since the segment began, and at most, ms; and the change of a ramp in it, mV. */
const RESOLUTION = 0.06;
const WIDEST_MS = 8;
const RAMP_MV = 2;

export function binSteps(protocol: Protocol, grid: StepGrid, sampleRateHz: number, blankMs: number): StepBins {
  const weights = sampleWeights(protocol, grid, sampleRateHz, blankMs);
  const binOfStep = new Int32Array(weights.length);
  const samples: number[] = [];
  const command: number[] = [];
  for (const piece of grid.pieces) {
    let bin = -1;
    let beganMs = 0;
    let beganMv = 0;
    for (let k = piece.firstStep; k < piece.endStep; k++) {
      const end = (grid.midMs[k] as number) + (grid.dtMs[k] as number) / 2 - piece.startMs;
      const v = grid.commandMv[k] as number;
      if (bin < 0 || end - beganMs > Math.min(WIDEST_MS, RESOLUTION * end) || Math.abs(v - beganMv) > RAMP_MV) {
        bin = samples.push(0) - 1;
        command.push(0);
        beganMs = end - (grid.dtMs[k] as number);
        beganMv = v;
      }
      binOfStep[k] = bin;
      samples[bin] = (samples[bin] as number) + (weights[k] as number);
      command[bin] = (command[bin] as number) + (weights[k] as number) * v;
    }
  }
  const share = Float64Array.from(weights, (weight, k) => (weight > 0 ? weight / (samples[binOfStep[k] as number] as number) : 0));
  return {
    binOfStep,
    share,
    samples: Float64Array.from(samples),
    commandMv: Float64Array.from(command, (sum, r) => ((samples[r] as number) > 0 ? sum / (samples[r] as number) : 0)),
  };
}
