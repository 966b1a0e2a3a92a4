import type { RigForm } from './slice.ts';

export interface RecordFormProblems {
  readonly cellName: string | null;
  readonly temperatureC: string | null;
  readonly spontaneousSeconds: string | null;
}

/** Problems that prevent a recording; limits are those of the contract. */
export function checkRecordForm(form: RigForm): RecordFormProblems {
  const within = (text: string, low: number, high: number): boolean => {
    const value = Number(text);
    return text.trim() !== '' && Number.isFinite(value) && value >= low && value <= high;
  };
  return {
    cellName: form.cellName.trim() === '' ? 'Name the cell.' : form.cellName.trim().length > 200 ? 'At most 200 characters.' : null,
    temperatureC: form.temperatureC.trim() === '' || within(form.temperatureC, 10, 45) ? null : '10 to 45 °C, or empty.',
    spontaneousSeconds: within(form.spontaneousSeconds, 0, 60) ? null : '0 to 60 s.',
  };
}

export function canRecord(problems: RecordFormProblems): boolean {
  return Object.values(problems).every((problem) => problem === null);
}
