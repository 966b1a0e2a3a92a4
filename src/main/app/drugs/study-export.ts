import { ensembleSensitivity } from '../../../core/drug/ensemble-sensitivity.ts';
import { experimentCsv } from '../../../core/drug/experiment-csv.ts';
import { experimentJson } from '../../../core/drug/experiment-file.ts';
import type { Experiment } from '../../../core/drug/experiment-schema.ts';
import type { Sensitivity } from '../../../core/drug/sensitivity.ts';
import { studyFigure } from '../../../core/report/study/study-figure.ts';
import { figureCsv } from '../../../core/report/study/figure-csv.ts';
import { printSvg } from '../../../core/report/study/print-svg.ts';
import { RequestError } from '../../ipc/request-error.ts';
import type { ParsedRequest } from '../../ipc/handlers.ts';
import { pageAsPdf, svgAsPng } from './paper-window.ts';

/** Size of an exported figure, px. */
const SIZE = { width: 900, height: 520 } as const;

/** Contents of the file of a whole experiment. @param report makes its page, HTML */
export async function studyFile(
  experiment: Experiment,
  format: ParsedRequest<'drug:export'>['format'],
  report: () => Promise<string>,
): Promise<string | Buffer> {
  if (format === 'json') return experimentJson(experiment);
  if (format === 'csv') return experimentCsv(experiment);
  const page = await report();
  return format === 'html' ? page : pageAsPdf(page);
}

/** Contents of the file of one figure. @param sensitivity for the figures that show it */
export async function figureFile(
  experiment: Experiment,
  { cell, condition, figure, format, feature, changes, nM }: ParsedRequest<'drug:exportFigure'>,
  sensitivity: Sensitivity | null,
): Promise<string | Buffer> {
  const asked = experiment.cells[cell];
  const levels = experiment.results.find((result) => result.cell === cell && result.condition === condition)?.levels ?? [];
  const [without, level] = [levels.find((each) => each.nM === 0), levels.find((each) => each.nM === nM)];
  const ensemble = asked && without && level ? ensembleSensitivity(asked, without, level) : [];
  const drawn = studyFigure(experiment, { cell, condition, figure, feature, changes, nM, sensitivity, ensemble }, SIZE);
  if (drawn === null) throw new RequestError('not-found', 'The experiment has no results for this figure yet. Run it to its end.');
  if (format === 'csv') return figureCsv(drawn);
  const svg = printSvg(drawn);
  return format === 'svg' ? svg : svgAsPng(svg, drawn);
}
