import type { CellSetSummary } from '../inference/index.ts';
import { pairs } from './table.ts';
import type { Answer } from './verb.ts';

/** Answer of a verb that made a folder of cells. */
export function cellSetAnswer(out: string, result: CellSetSummary): Answer {
  const outcomes = Object.entries(result.outcomes).map(([outcome, count]) => `${outcome} ${((100 * count) / result.drawn).toFixed(1)} %`);
  return {
    json: { out, ...result },
    lines: pairs([
      ['Cells', `${result.cells} of ${result.drawn} drawn`],
      ...(outcomes.length > 0 ? [['Outcomes', outcomes.join(', ')] as const] : []),
      ['Columns', String(result.columns)],
      ['Shards', `${result.shards}, ${result.kept} of them from before`],
      ['Processor time', `${result.cpuMsPerDrawnCell.toFixed(2)} ms a drawn cell`],
      ['Folder', out],
    ]),
  };
}
