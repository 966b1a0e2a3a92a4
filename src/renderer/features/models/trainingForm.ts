import type { TrainingSettings } from '../../../shared/training/settings.ts';
import type { TrainingForm } from './slice.ts';

type Field = Exclude<keyof TrainingForm, 'protocolId'>;
export type TrainingFormProblems = Readonly<Record<Field, string | null>>;

const LIMITS: Readonly<Record<Field, { readonly low: number; readonly high: number; readonly whole?: boolean; readonly says: string }>> = {
  lowC: { low: 15, high: 42, says: '15 to 42 °C.' },
  highC: { low: 15, high: 42, says: '15 to 42 °C.' },
  spreadPercent: { low: 5, high: 90, says: '5 to 90 %.' },
  cells: { low: 1000, high: 2_000_000, whole: true, says: '1,000 to 2,000,000 cells.' },
  minutes: { low: 0.1, high: 7 * 24 * 60, says: '0.1 min to 7 days.' },
};

export function formOf({ protocolId, temperatureC: [low, high], spread, cells, minutes }: TrainingSettings): TrainingForm {
  return {
    protocolId,
    lowC: String(low),
    highC: String(high),
    spreadPercent: String(Number((100 * spread).toPrecision(6))),
    cells: String(cells),
    minutes: String(minutes),
  };
}

/** The settings, or what is wrong with each field. */
export function readTrainingForm(form: TrainingForm): {
  readonly settings: TrainingSettings | null;
  readonly problems: TrainingFormProblems;
} {
  const problem = (field: Field): string | null => {
    const { low, high, whole, says } = LIMITS[field];
    const value = Number(form[field]);
    return form[field].trim() !== '' && value >= low && value <= high && (whole !== true || Number.isInteger(value)) ? null : says;
  };
  const highProblem = problem('highC') ?? (Number(form.highC) < Number(form.lowC) ? 'Not below the lowest.' : null);
  const problems: TrainingFormProblems = {
    lowC: problem('lowC'),
    highC: highProblem,
    spreadPercent: problem('spreadPercent'),
    cells: problem('cells'),
    minutes: problem('minutes'),
  };
  if (form.protocolId === '' || Object.values(problems).some((text) => text !== null)) return { settings: null, problems };
  return {
    settings: {
      protocolId: form.protocolId,
      temperatureC: [Number(form.lowC), Number(form.highC)],
      spread: Number((Number(form.spreadPercent) / 100).toPrecision(6)),
      cells: Number(form.cells),
      minutes: Number(form.minutes),
    },
    problems,
  };
}

/** Whether starting these settings resumes the run that made the others: all but the time is the same. */
export function goesOn(a: TrainingSettings, b: TrainingSettings): boolean {
  return a.protocolId === b.protocolId && a.temperatureC.join() === b.temperatureC.join() && a.spread === b.spread && a.cells === b.cells;
}
