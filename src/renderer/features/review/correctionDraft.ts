import { CELL_KINDS, type CellKind } from '../../../core/trace/cell-kind.ts';
import { CORRECTABLE, type Correctable, type CorrectedFields } from '../../../core/trace/correction.ts';
import { statedCondition } from './statedCondition.ts';
import type { RecordingSummary } from '../../../shared/contract/schemas.ts';

/** Conditions as they stand in the fields of the dialog; an empty field: not stated. */
export interface CorrectionDraft {
  readonly conditions: Readonly<Record<Correctable, string>>;
  readonly cell: CellKind | '';
  readonly paced: boolean;
}

export const CORRECTABLES = Object.keys(CORRECTABLE) as readonly Correctable[];

type Known = Pick<RecordingSummary, 'conditions' | 'cell' | 'paced'>;

export function correctionDraftOf({ conditions, cell, paced }: Known): CorrectionDraft {
  const texts = CORRECTABLES.map((key) => [key, conditions[key] === undefined ? '' : String(Number(conditions[key].toFixed(3)))] as const);
  return { conditions: Object.fromEntries(texts) as CorrectionDraft['conditions'], cell: cell ?? '', paced };
}

/** What the draft changes of what is known, and what is wrong by field; without a problem the changes can be sent. */
export function changesOfDraft(
  known: Known,
  draft: CorrectionDraft,
): { readonly changes: CorrectedFields; readonly problems: Readonly<Partial<Record<Correctable, string>>> } {
  const before = correctionDraftOf(known);
  const changes: Record<string, number | string | boolean | null> = {};
  const problems: Partial<Record<Correctable, string>> = {};
  for (const key of CORRECTABLES) {
    if (draft.conditions[key].trim() === before.conditions[key]) continue;
    const { value, problem } = statedCondition(key, draft.conditions[key]);
    if (problem === null) changes[key] = value;
    else problems[key] = problem;
  }
  if (draft.cell !== before.cell) changes['cell'] = CELL_KINDS.find((kind) => kind === draft.cell) ?? null;
  if (draft.paced !== before.paced) changes['paced'] = draft.paced;
  return { changes, problems };
}
