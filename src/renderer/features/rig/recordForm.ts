import { cultureProblems, localDay } from './cell/cultureDraft.ts';
import type { AppState } from '../../state/appState.ts';
import { sessionOf } from './cell/openCell.ts';
import type { RigForm } from './slice.ts';

export interface RecordFormProblems {
  readonly cellName: string | null;
  readonly line: string | null;
  readonly passage: string | null;
  readonly day: string | null;
  readonly temperatureC: string | null;
  readonly spontaneousSeconds: string | null;
}

interface WhatIsRecorded {
  /** One more recording of the open cell, whose culture is stored. */
  readonly continues: boolean;
  /** Local date. */
  readonly today: string;
}

/** Problems that prevent a recording; limits are those of the contract. */
export function checkRecordForm(form: RigForm, { continues, today }: WhatIsRecorded): RecordFormProblems {
  return {
    cellName: form.cellName.trim() === '' ? 'Name the cell.' : form.cellName.trim().length > 200 ? 'At most 200 characters.' : null,
    ...(continues ? { line: null, passage: null, day: null } : cultureProblems(form.culture, today)),
    temperatureC: form.temperatureC.trim() === '' || statedTemperature(form) !== '' ? null : '10 to 45 °C, or empty.',
    spontaneousSeconds: within(form.spontaneousSeconds, 0, 60) ? null : '0 to 60 s.',
  };
}

export function canRecord(problems: RecordFormProblems): boolean {
  return Object.values(problems).every((problem) => problem === null);
}

/** What keeps the next recording from being made now. */
export function recordProblems({ rigForm, openCell, rig }: Pick<AppState, 'rigForm' | 'openCell' | 'rig'>): RecordFormProblems {
  const continues = sessionOf(openCell, rigForm.cellName.trim(), rig.device?.serial ?? null) !== null;
  return checkRecordForm(rigForm, { continues, today: localDay(new Date()) });
}

/** Of the bath, °C, as it is typed; empty where none is or it cannot be. */
export function statedTemperature({ temperatureC }: Pick<RigForm, 'temperatureC'>): string {
  return within(temperatureC, 10, 45) ? temperatureC.trim() : '';
}

function within(text: string, low: number, high: number): boolean {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) && value >= low && value <= high;
}
