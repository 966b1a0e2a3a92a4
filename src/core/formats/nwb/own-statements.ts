import { conditionProblem, TEMPLATE_CONDITIONS } from '../csv/template-conditions.ts';
import type { Hdf5File } from '../hdf5/hdf5-file.ts';
import type { ImportedConditions } from '../imported.ts';
import { QUALITY_CONDITIONS, QUALITY_KEYS, QUALITY_TABLE } from './quality-columns.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
/** More rows than a session has recordings are not ours. */
const MOST_ROWS = 10_000;

/** What a file of ours says of a recording beside its series. */
export interface OwnStatement {
  readonly conditions: ImportedConditions;
  /** ISO 8601; null where the file does not say. */
  readonly startedAt: string | null;
}

/** Of the recordings of a file of ours, by their number there; empty for any other file. Values that cannot be are left out. */
export function ownStatements(file: Hdf5File): ReadonlyMap<number, OwnStatement> {
  const column = (name: string): ArrayLike<number> => {
    const node = file.get(`${QUALITY_TABLE}/${name}`);
    return node?.kind === 'dataset' && (node.type === 'integer' || node.type === 'float') && node.shape.length === 1 ? node.numbers() : [];
  };
  const isOurs = [QUALITY_KEYS.hash, QUALITY_KEYS.origin].every((name) => file.get(`${QUALITY_TABLE}/${name}`)?.kind === 'dataset');
  const numbers = isOurs ? column(QUALITY_KEYS.recording) : [];
  if (numbers.length === 0 || numbers.length > MOST_ROWS) return new Map();
  const columns = QUALITY_CONDITIONS.map(([condition, name]) => [condition, column(name)] as const);
  const starts = textsOf(file, QUALITY_KEYS.startedAt);
  return new Map(
    Array.from(numbers, (number, row) => {
      const stated = columns.flatMap(([condition, values]) => {
        const value = values[row] ?? NaN;
        return canBe(condition, value) ? [[condition, value] as const] : [];
      });
      const startedAt = starts[row] ?? '';
      return [number, { conditions: Object.fromEntries(stated), startedAt: INSTANT.test(startedAt) ? startedAt : null }];
    }),
  );
}

function textsOf(file: Hdf5File, name: string): readonly string[] {
  const node = file.get(`${QUALITY_TABLE}/${name}`);
  return node?.kind === 'dataset' && node.type === 'string' && node.shape.length === 1 ? node.texts() : [];
}

function canBe(condition: string, value: number): boolean {
  return condition in TEMPLATE_CONDITIONS
    ? conditionProblem(condition as keyof typeof TEMPLATE_CONDITIONS, value) === null
    : Number.isFinite(value) && value >= 0;
}
