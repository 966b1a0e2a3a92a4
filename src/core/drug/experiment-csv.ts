import type { Experiment } from './experiment-schema.ts';
import { provenanceLine } from './experiment-id.ts';
import { cellWarnings } from './experiment-sweep.ts';
import { givenWords } from './given-words.ts';
import { STATIC_BLOCK } from './static-block.ts';
import { conditionWords } from './sweep-condition.ts';
import { FEATURE_WORDS, SWEEP_FEATURES } from './swept-cell.ts';
import { WASH_COLUMNS, washRows } from './wash-csv.ts';

/**
 * One line a cell, condition, concentration and measure: median and 90 % of the value and of its change, and what the twin does.
 * @param file as of provenanceLine
 */
export function experimentCsv(experiment: Experiment, file?: string | null): string {
  const { settings, cells, results } = experiment;
  if (settings.wash !== undefined) return washCsv(experiment, file);
  const header: string[] = ['Cell', 'Condition', 'Drug', 'Source', 'Concentration (nM)', 'Outcome', 'Measure', 'Unit'];
  const figures = ['Median', 'Low (5 %)', 'High (95 %)', 'Change', 'Change low', 'Change high', 'Twin'];
  const rows = results.flatMap(({ cell, condition, levels }) => {
    const at = settings.conditions[condition];
    return levels.flatMap((level) => {
      const head = [
        cells[cell]?.name ?? '',
        at === undefined ? '' : conditionWords(at),
        givenWords(settings),
        settings.entry.sourceId,
        String(level.nM),
        level.outcome,
      ];
      const measures = SWEEP_FEATURES.map((key) => {
        const [value, change] = [level.features[key] ?? null, level.changes[key] ?? null];
        return [
          FEATURE_WORDS[key][0],
          FEATURE_WORDS[key][1],
          ...[value?.median, value?.low, value?.high, change?.median, change?.low, change?.high, level.twin.features[key]].map(shown),
        ];
      });
      const charges = Object.entries(level.chargesPcPf).map(([name, value]) => [
        `Net charge of ${name}`,
        'pC/pF',
        ...[value?.median, value?.low, value?.high, null, null, null, level.twin.chargesPcPf?.[name]].map(shown),
      ]);
      return [...measures, ...charges].map((measure) => [...head, ...measure]);
    });
  });
  return csvText(provenanceLine(experiment, file), experiment.cells, [[...header, ...figures], ...rows]);
}

/** Of a wash-in: one line a cell, condition, interval and measure, and one a beat of the twin and measure. */
function washCsv(experiment: Experiment, file: string | null | undefined): string {
  const { settings, cells, results } = experiment;
  const rows = results.flatMap(({ cell, condition, wash }) => {
    const at = settings.conditions[condition];
    const head = [cells[cell]?.name ?? '', at === undefined ? '' : conditionWords(at), givenWords(settings), settings.entry.sourceId];
    return (wash === undefined || settings.wash === undefined ? [] : washRows(wash, settings.wash)).map((row) => [
      ...head,
      ...row.map((value) => (typeof value === 'string' ? value : shown(value))),
    ]);
  });
  return csvText(provenanceLine(experiment, file), experiment.cells, [['Cell', 'Condition', 'Drug', 'Source', ...WASH_COLUMNS], ...rows]);
}

/** A table below what must be known of its figures. */
function csvText(provenance: string, cells: Experiment['cells'], rows: readonly (readonly string[])[]): string {
  const warnings = cells.flatMap((cell) => cellWarnings(cell).map((warning) => `${cell.name}: ${warning}`));
  const comments = [provenance, STATIC_BLOCK, ...warnings].map((line) => `# ${line.replaceAll(/[\r\n]+/g, ' ')}`);
  return [...comments, ...rows.map((row) => row.map(cellText).join(','))].join('\n') + '\n';
}

function shown(value: number | null | undefined): string {
  return value == null ? '' : String(Number(value.toPrecision(7)));
}

/** A cell of a table; a text that a table program would compute begins with a quote mark. */
function cellText(text: string): string {
  const safe = /^[=+@\t\r]/.test(text) || (text.startsWith('-') && !Number.isFinite(Number(text))) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
