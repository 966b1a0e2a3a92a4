import type { CellModel } from '../cell/cell-model.ts';
import { protocolSampleCount, type Protocol } from '../protocol/protocol.ts';
import type { CellResponse } from './sensitivity-engine.ts';
import type { ScoreSettings } from './score-settings.ts';

export interface CurrentInformation {
  /** Current of the cell at the samples, pA/pF. */
  readonly currentPaPf: Float32Array;
  /** By current: sum over its parameters of (sensitivity x prior SD / noise)^2 per ms, at the samples. */
  readonly byCurrent: Readonly<Record<string, Float32Array>>;
}

/** Where in a protocol each current contributes information, for a plot: steps of the grid spread over samples. */
export function currentInformation(
  response: CellResponse,
  protocol: Protocol,
  settings: ScoreSettings,
  sampleRateHz: number,
  { varied }: CellModel,
): CurrentInformation {
  const { grid, steps, columns, bins, currentPaPf } = response;
  const { binOfStep, samples: samplesOf } = bins;
  const count = protocolSampleCount(protocol, sampleRateHz);
  const sampled = new Float32Array(count);
  const names = [...new Set(varied.map(({ current }) => current))];
  const rates = names.map((name) => {
    const members = varied.flatMap(({ current }, i) => (current === name ? [columns[i] as Float64Array] : []));
    return Float64Array.from({ length: steps }, (_, k) => {
      const samples = samplesOf[k] as number;
      if (samples <= 0) return 0;
      let sum = 0;
      for (const column of members) sum += ((column[k] as number) * settings.priorSd) ** 2;
      return (sum / samples) * (settings.sampleRateHz / 1000);
    });
  });
  const traces = names.map(() => new Float32Array(count));
  let step = 0;
  for (let k = 0; k < count; k++) {
    const timeMs = (k * 1000) / sampleRateHz;
    while (step < grid.dtMs.length - 1 && (grid.midMs[step] as number) + (grid.dtMs[step] as number) / 2 < timeMs) step++;
    sampled[k] = currentPaPf[step] as number;
    traces.forEach((trace, i) => (trace[k] = (bins.share[step] as number) > 0 ? (rates[i]?.[binOfStep[step] as number] ?? 0) : 0));
  }
  return { currentPaPf: sampled, byCurrent: Object.fromEntries(names.map((name, i) => [name, traces[i] ?? new Float32Array()])) };
}
