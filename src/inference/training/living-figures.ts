import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { livingOutputs } from '../../core/inference/living-targets.ts';
import { livingContextOf } from '../../core/observation/living-features.ts';
import { scorePrediction } from '../network/index.ts';
import type { AnsweredRows } from './condition-figures.ts';

/** Fewer recordings of a condition give no figure. */
const FEWEST_ROWS = 100;

/**
 * R2 (mean over outputs, against their variance among the recordings) and coverage of 90 % intervals of a network for living cells: of
 * conductances, gates, scales and rig, then of all multipliers for little, middling and much noise, and where little or much after each
 * jump was left out.
 */
export function livingFigures(answers: AnsweredRows): Record<string, number> {
  const context = Array.from({ length: answers.rows }, (_, r) => livingContextOf(rowOf(answers.x, r, answers.rows)));
  const { varied, scales } = DEFAULT_CELL;
  const multipliers = varied.map((_, i) => i);
  const of = (role: string): number[] => multipliers.filter((i) => (varied[i]?.role === 'conductance') === (role === 'conductance'));
  const cell = varied.length + scales.length;
  const outputs = livingOutputs(DEFAULT_CELL).map((_, i) => i);
  const all = context.map((_, r) => r);
  const groups: readonly (readonly [name: string, outputs: readonly number[], rows: readonly number[]])[] = [
    ['Conductances', of('conductance'), all],
    ['Gates', of('gate'), all],
    ['Scales', outputs.slice(varied.length, cell), all],
    ['Rig', outputs.slice(cell), all],
    ['NoiseBelow0.1', multipliers, all.filter((r) => (context[r]?.noise ?? NaN) < 0.1)],
    ['Noise0.1To0.5', multipliers, all.filter((r) => (context[r]?.noise ?? NaN) >= 0.1 && (context[r]?.noise ?? NaN) < 0.5)],
    ['NoiseFrom0.5', multipliers, all.filter((r) => (context[r]?.noise ?? NaN) >= 0.5)],
    ['BlankBelow1Ms', multipliers, all.filter((r) => (context[r]?.blankMs ?? NaN) < 1)],
    ['BlankFrom3Ms', multipliers, all.filter((r) => (context[r]?.blankMs ?? NaN) >= 3)],
  ];
  return Object.fromEntries(
    groups.flatMap(([name, columns, rows]) => {
      if (rows.length < FEWEST_ROWS || columns.length === 0) return [];
      const pick = (values: Float32Array): Float32Array =>
        Float32Array.from(rows.flatMap((r) => columns.map((c) => rowOf(values, r, answers.rows)[c] ?? NaN)));
      const { r2Mean, coverage90 } = scorePrediction(pick(answers.y), pick(answers.mean), pick(answers.sd), rows.length);
      return [
        [`testR2${name}`, r2Mean],
        [`testCoverage90${name}`, coverage90],
      ];
    }),
  );
}

function rowOf(values: Float32Array, r: number, rows: number): Float32Array {
  const width = values.length / rows;
  return values.subarray(r * width, (r + 1) * width);
}
