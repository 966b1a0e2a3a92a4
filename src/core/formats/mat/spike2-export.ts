import { roundRate } from '../round-rate.ts';
import type { ImportedRecording } from '../imported.ts';
import { shownText } from '../shown-text.ts';
import { numbersNamed, rowsNamed, type MatVariable } from './mat-variable.ts';

/** Spike2's export to MATLAB: a structure a channel with values, interval (s), units and title. Null for other files. */
export function spike2Export(variables: readonly MatVariable[], notes: string[]): ImportedRecording | null {
  const found = variables.flatMap(({ name, content }) => {
    const own = /^(.+)\.values$/.exec(name)?.[1];
    const interval = own === undefined ? undefined : numbersNamed(variables, `${own}.interval`)?.values[0];
    if (own === undefined || interval === undefined || !(interval > 0) || content.kind !== 'numbers') return [];
    const text = (field: string): string => shownText(rowsNamed(variables, `${own}.${field}`)[0] ?? '', 60);
    return [{ name: text('title') || own, unit: text('units'), interval, values: content.values }];
  });
  const first = found[0];
  if (first === undefined) return null;
  const used = found.filter(({ name, interval, values }) => {
    if (interval === first.interval && values.length === first.values.length) return true;
    notes.push(`Channel "${name}" has another interval or length than "${first.name}" and was left out.`);
    return false;
  });
  return {
    name: null,
    sampleRateHz: roundRate(1 / first.interval),
    startedAt: null,
    channels: used.map(({ name, unit }) => ({ name, unit })),
    sweeps: [{ startS: 0, data: used.map(({ values }) => Float32Array.from(values)) }],
    commands: [],
    tags: [],
    comment: null,
    conditions: {},
  };
}
