import type { CellRow } from './cell-row.ts';

const HEAD =
  '| Cell | Recording | kHz | It | Its twin | Cycle ms: recorded / twin (ensemble) | APD90 ms | MDP mV | chi2 | In intervals | ' +
  'Errors / SDs | Network s | Where it belongs |';

/** Rows as a Markdown table. */
export function table(rows: readonly CellRow[]): string {
  const shown = (value: number | null, digits = 0): string => value?.toFixed(digits) ?? '-';
  const lines = rows.map(({ seed, recording, sampleRateHz, recorded, twin, range, chi2, truth, networkS, belongs }) => {
    const within = range === null ? '-' : `${shown(range.low)} to ${shown(range.high)}`;
    const cells = [
      seed,
      recording,
      sampleRateHz / 1000,
      recorded.outcome,
      twin.outcome,
      `${shown(recorded.cycleLengthMs)} / ${shown(twin.cycleLengthMs)} (${within})`,
      `${shown(recorded.apd90Ms)} / ${shown(twin.apd90Ms)}`,
      `${shown(recorded.mdpMv, 1)} / ${shown(twin.mdpMv, 1)}`,
      chi2.toFixed(2),
      `${truth.inIntervals} of ${truth.of}`,
      truth.rmsErrorInSds.toFixed(2),
      shown(networkS, 1),
      belongs ? 'yes' : 'no',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [HEAD, HEAD.replace(/[^|]+/g, '---'), ...lines].join('\n');
}

/** Of the cells of each rate: how many true values the intervals hold, and the errors in stated SDs. */
export function coverage(rows: readonly CellRow[]): string {
  const rates = [...new Set(rows.map(({ sampleRateHz }) => sampleRateHz))].sort((a, b) => a - b);
  const lines = rates.map((rate) => {
    const truths = rows.filter(({ sampleRateHz }) => sampleRateHz === rate).map(({ truth }) => truth);
    const held = truths.reduce((sum, { inIntervals }) => sum + inIntervals, 0);
    const of = truths.reduce((sum, truth) => sum + truth.of, 0);
    const errors = Math.sqrt(truths.reduce((sum, truth) => sum + truth.of * truth.rmsErrorInSds ** 2, 0) / of);
    return (
      `${rate / 1000} kHz: ${held} of ${of} true values are within the 90 % intervals (${((100 * held) / of).toFixed(1)} %); errors are ` +
      `${errors.toFixed(2)} of the stated SDs (rms).`
    );
  });
  return lines.join('\n');
}
