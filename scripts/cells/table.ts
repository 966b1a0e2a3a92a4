import type { CellRow } from './cell-row.ts';

const HEAD = '| Cell | Recording | It | Its twin | Cycle ms: recorded / twin (ensemble) | APD90 ms | MDP mV | chi2 | Where it belongs |';

/** Rows as a Markdown table. */
export function table(rows: readonly CellRow[]): string {
  const shown = (value: number | null, digits = 0): string => value?.toFixed(digits) ?? '-';
  const lines = rows.map(({ seed, recording, recorded, twin, range, chi2, belongs }) => {
    const within = range === null ? '-' : `${shown(range.low)} to ${shown(range.high)}`;
    const cells = [
      seed,
      recording,
      recorded.outcome,
      twin.outcome,
      `${shown(recorded.cycleLengthMs)} / ${shown(twin.cycleLengthMs)} (${within})`,
      `${shown(recorded.apd90Ms)} / ${shown(twin.apd90Ms)}`,
      `${shown(recorded.mdpMv, 1)} / ${shown(twin.mdpMv, 1)}`,
      chi2.toFixed(2),
      belongs ? 'yes' : 'no',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [HEAD, HEAD.replace(/[^|]+/g, '---'), ...lines].join('\n');
}
