import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { parameterLabel } from '../../core/cell/parameter-label.ts';
import { conductances } from '../../core/designer/objective.ts';
import { clampInWords } from '../../core/designer/score-settings.ts';
import { protocolLimits } from '../../core/designer/protocol-limits.ts';
import { kernelPath, scoreProtocols } from '../../inference/index.ts';
import { writeFileWhole } from '../../main/store/index.ts';
import { ensureFolderOf } from '../files.ts';
import { DESIGN_WORKER, RESOURCES_DIR } from '../paths.ts';
import { CELL_OPTIONS, CLAMP_OPTIONS, cellsOf, clampOf, protocolOf, workersOf } from '../protocol/score-options.ts';
import { scorePage } from '../protocol/score-page.ts';
import { pairs, shown, table } from '../table.ts';
import type { Verb } from '../verb.ts';

export const protocolScore: Verb = {
  words: ['protocol', 'score'],
  summary: 'Score how well a protocol informs each of the 52 parameters.',
  operands: [{ value: 'ID|FILE|default', help: 'Protocol of the library, a protocol file, or the default protocol.' }],
  options: {
    ...CELL_OPTIONS,
    ...CLAMP_OPTIONS,
    report: { value: 'FILE', help: 'HTML page with protocol, current, sensitivity and a bar for each parameter.' },
    out: { value: 'FILE', help: 'The answer as a JSON score sheet.' },
  },
  async run(args, { signal, progress }) {
    const started = performance.now();
    const protocol = protocolOf(args.operand(0));
    const settings = clampOf(args);
    const { cells, from } = cellsOf(args);
    const [score] = await scoreProtocols([protocol], {
      settings,
      cells,
      workers: workersOf(args),
      kernelPath: kernelPath(RESOURCES_DIR),
      workerScript: DESIGN_WORKER,
      signal,
      onProgress: (done, total) => progress.step('Scoring', done / total, `${done} of ${total} cells`),
    });
    if (!score) throw new Error('The protocol was not scored.');
    const limits = protocolLimits(protocol);
    const json = {
      protocol: protocol.id,
      name: protocol.name,
      ...score,
      protocolSeconds: limits.totalMs / 1000,
      cellsFrom: from,
      clamp: settings,
      limits,
    };
    const report = args.text('report');
    if (report !== undefined) {
      const page = await scorePage(protocol, settings, score, `${score.cells} cells (${from})`);
      ensureFolderOf(report);
      writeFileWhole(report, [page]);
    }
    const out = args.text('out');
    // The sheet does not mention the machine it was made on.
    if (out !== undefined) {
      ensureFolderOf(out);
      writeFileWhole(out, [`${JSON.stringify(json, null, 1)}\n`]);
    }
    const seconds = (performance.now() - started) / 1000;
    return {
      json: { ...json, seconds },
      lines: [
        ...pairs([
          ['Protocol', `${protocol.id}, ${shown(limits.totalMs / 1000, 3)} s, ${limits.segments} segments`],
          ['Clamp', clampInWords(settings)],
          ['Left out', `${settings.blankMs} ms after each jump`],
          ['Marginalised', settings.nuisance ? 'series resistance, leak, offsets, capacitance error' : 'nothing'],
          ['Cells', `${score.cells}, ${from}`],
          ['R2 bound', `mean ${shown(score.r2Mean, 4)}, ${score.wellInformed} of 52 above 0.9`],
          [
            'Conductances',
            conductances(DEFAULT_CELL)
              .map((id) => `${parameterLabel(id)} ${shown(score.r2[id], 3)}`)
              .join(', '),
          ],
          ['Information', `${shown(score.logDet, 1)} nats`],
          ['Peak current', `${shown(score.peakPaPf, 0)} pA/pF`],
          ['Time', `${shown(seconds, 1)} s`],
        ]),
        '',
        ...table(
          ['Parameter', 'R2 bound', 'SD'],
          Object.entries(score.r2)
            .sort((a, b) => b[1] - a[1])
            .map(([id, r2]) => [parameterLabel(id), shown(r2, 3), shown(score.sd[id], 3)]),
        ),
        '',
        ...(score.notIdentifiable.length > 0
          ? ['Combinations that are not identifiable:', ...score.notIdentifiable.map((line) => `  ${line}`)]
          : ['Every combination is identifiable.']),
      ],
    };
  },
};
