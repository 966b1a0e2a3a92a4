import { evenClock } from '../even-clock.ts';
import type { ImportedRecording, ImportedSweep } from '../imported.ts';
import type { MatVariable } from './mat-variable.ts';

interface Exported {
  readonly series: string;
  readonly sweep: number;
  readonly trace: number;
  readonly rows: number;
  readonly values: ArrayLike<number>;
}

/**
 * PatchMaster's export to MATLAB: variables Trace_GROUP_SERIES_SWEEP_TRACE, each two columns, time in s and value in V or A.
 * @throws FormatError where the clock of a trace is uneven
 */
export function hekaExport(variables: readonly MatVariable[], notes: string[]): ImportedRecording[] {
  const traces = variables.flatMap(({ name, dims, content }): Exported[] => {
    const parts = /^Trace_(\d+)_(\d+)_(\d+)_(\d+)$/.exec(name);
    if (!parts || content.kind !== 'numbers' || dims.length !== 2 || dims[1] !== 2 || dims[0]! < 2) return [];
    return [
      { series: `${parts[1]}_${parts[2]}`, sweep: Number(parts[3]), trace: Number(parts[4]), rows: dims[0]!, values: content.values },
    ];
  });
  return [...new Set(traces.map(({ series }) => series))].map((series) => {
    const own = traces.filter((trace) => trace.series === series);
    const numbers = [...new Set(own.map(({ trace }) => trace))].sort((a, b) => a - b);
    const sweepNumbers = [...new Set(own.map(({ sweep }) => sweep))].sort((a, b) => a - b);
    let rateHz: number | null = null;
    const sweeps: ImportedSweep[] = [];
    for (const sweep of sweepNumbers) {
      const row = numbers.map((trace) => own.find((one) => one.sweep === sweep && one.trace === trace));
      const present = row.filter((trace) => trace !== undefined);
      if (present.length < numbers.length || present.some(({ rows }) => rows !== present[0]!.rows)) {
        notes.push(`Series ${series}: sweep ${sweep} lacks a trace, or its traces differ in length; it was left out.`);
        continue;
      }
      const { rows, values } = present[0]!;
      const clock = evenClock(
        Float64Array.from({ length: rows }, (_, i) => values[i]!),
        1,
        (i) => `Trace of series ${series}, sweep ${sweep}, sample ${i + 1}`,
      );
      rateHz ??= clock.rateHz;
      sweeps.push({
        startS: clock.startS,
        data: present.map((trace) => Float32Array.from({ length: rows }, (_, i) => trace.values[rows + i]!)),
      });
    }
    notes.push(`Series ${series}: PatchMaster's MATLAB export does not name units; it writes V and A. Choose which trace is which.`);
    return {
      name: `Series ${series.replace('_', ' / ')}`,
      sampleRateHz: rateHz,
      startedAt: null,
      channels: numbers.map((trace) => ({ name: `Trace ${trace}`, unit: '' })),
      sweeps,
      commands: [],
      tags: [],
      comment: null,
      conditions: {},
    };
  });
}
