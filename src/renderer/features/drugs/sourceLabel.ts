import { sourceKind } from '../../../core/drug/source-rank.ts';

/** A source as the operator reads it: its name, and how it measured. */
export function sourceLabel(sourceId: string): string {
  const kind = sourceKind(sourceId);
  return `${sourceId.replaceAll('_', ' ')}${kind === null ? '' : ` · ${kind}`}`;
}
