import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { conductances } from '../../core/designer/objective.ts';
import { IDEAL_CLAMP, RANGE_OF_RIGS, ROBUST_CLAMP } from '../../core/designer/score-settings.ts';
import { protocolDurationMs } from '../../core/protocol/protocol.ts';
import { kernelPath, scoreProtocols } from '../../inference/index.ts';
import { loadProtocols, writeFileWhole } from '../../main/store/index.ts';
import { ensureFolderOf } from '../files.ts';
import { DESIGN_WORKER, PROTOCOLS_DIR, RESOURCES_DIR } from '../paths.ts';
import { CELL_OPTIONS, cellsOf, workersOf } from '../protocol/score-options.ts';
import { shown, table } from '../table.ts';
import type { Verb } from '../verb.ts';

export const protocolTable: Verb = {
  words: ['protocol', 'table'],
  summary: 'Score every protocol of the library on the same cells, ideal, robust and over a range of rigs, in one table.',
  options: { ...CELL_OPTIONS, markdown: { value: 'FILE', help: 'The table as Markdown.' } },
  async run(args, { signal, progress }) {
    const protocols = loadProtocols(PROTOCOLS_DIR);
    const { cells, from } = cellsOf(args);
    const common = { cells, workers: workersOf(args), kernelPath: kernelPath(RESOURCES_DIR), workerScript: DESIGN_WORKER, signal };
    const progressOf = (stage: string) => (done: number, total: number) => progress.step(stage, done / total, `${done} of ${total} cells`);
    const ideal = await scoreProtocols(protocols, { ...common, settings: IDEAL_CLAMP, onProgress: progressOf('Ideal clamp') });
    const rigs = await scoreProtocols(protocols, { ...common, settings: RANGE_OF_RIGS, onProgress: progressOf('A range of rigs') });
    const robust = await scoreProtocols(protocols, { ...common, settings: ROBUST_CLAMP, onProgress: progressOf('Robust form') });
    const rows = protocols
      .map((protocol, i) => ({
        id: protocol.id,
        seconds: protocolDurationMs(protocol) / 1000,
        segments: protocol.segments.length,
        ideal: ideal[i]?.r2Mean ?? NaN,
        informed: ideal[i]?.wellInformed ?? NaN,
        leastConductance: Math.min(...conductances(DEFAULT_CELL).map((id) => ideal[i]?.r2[id] ?? NaN)),
        robust: robust[i]?.r2Mean ?? NaN,
        rigs: rigs[i]?.r2Mean ?? NaN,
        robustInformed: robust[i]?.wellInformed ?? NaN,
        logDet: ideal[i]?.logDet ?? NaN,
      }))
      .sort((a, b) => b.ideal - a.ideal);
    const header = [
      'Protocol',
      'Seconds',
      'Segments',
      'Ideal R2',
      'Above 0.9',
      'Least conductance',
      'Robust R2',
      'Above 0.9 (robust)',
      'Rigs R2',
      'Nats',
    ];
    const cellsOfRow = (row: (typeof rows)[number]): string[] => [
      row.id,
      shown(row.seconds, 2),
      String(row.segments),
      shown(row.ideal, 3),
      String(row.informed),
      shown(row.leastConductance, 3),
      shown(row.robust, 3),
      String(row.robustInformed),
      shown(row.rigs, 3),
      shown(row.logDet, 0),
    ];
    const file = args.text('markdown');
    if (file !== undefined) {
      const line = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;
      const text = [
        line(header),
        line(header.map((_, i) => (i === 0 ? '---' : '---:'))),
        ...rows.map((row) => line(cellsOfRow(row))),
        '',
      ].join('\n');
      ensureFolderOf(file);
      writeFileWhole(file, [text]);
    }
    return { json: { cells: cells.length, cellsFrom: from, protocols: rows }, lines: table(header, rows.map(cellsOfRow)) };
  },
};
