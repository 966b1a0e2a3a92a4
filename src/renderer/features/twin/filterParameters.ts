import type { TwinParameter } from '../../state/appState.ts';

export type InformedFilter = 'all' | TwinParameter['informedBy'];

/** Parameters by current, in their order, those that match the words and the badge. */
export function groupParameters(
  parameters: readonly TwinParameter[],
  words: string,
  source: InformedFilter,
): readonly { readonly current: string; readonly parameters: readonly TwinParameter[] }[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, TwinParameter[]>();
  for (const parameter of parameters) {
    if (source !== 'all' && parameter.informedBy !== source) continue;
    const text = `${parameter.id} ${parameter.current} ${parameter.unit}`.toLowerCase();
    if (!wanted.every((word) => text.includes(word))) continue;
    const group = groups.get(parameter.current) ?? [];
    group.push(parameter);
    groups.set(parameter.current, group);
  }
  return [...groups].map(([current, members]) => ({ current, parameters: members }));
}

/** 'ikr.Xr1_1' -> 'Xr1_1': the current is in the heading of the group. */
export function shortName(id: string): string {
  return id.slice(id.indexOf('.') + 1);
}
