import { BATH_PHASES, type BathPhase } from '../../../../core/quality/bath.ts';
import type { SequencePlan } from '../../../../core/quality/sequence-plan.ts';

export interface StepDraft {
  readonly phase: BathPhase;
  readonly drug: string;
  readonly concentrationNm: string;
  readonly waitS: string;
  readonly recordings: string;
}

/** A sequence as it is being typed. */
export interface SequenceDraft {
  readonly steps: readonly StepDraft[];
  readonly everyS: string;
  /** Potential without clamp before and after each protocol, s. */
  readonly freeS: string;
  readonly stopOnFail: boolean;
}

export const MOST_STEPS = 20;

/** One recording of each phase; two minutes are several exchanges of a bath. */
export const USUAL_SEQUENCE: SequenceDraft = {
  steps: BATH_PHASES.map((phase) => ({
    phase,
    drug: '',
    concentrationNm: '',
    waitS: phase === 'control' ? '0' : '120',
    recordings: phase === 'control' ? '2' : '1',
  })),
  everyS: '60',
  freeS: '5',
  stopOnFail: true,
};

/** The sequence that was typed, or what is wrong with it: a sentence each. */
export function planOfDraft(draft: SequenceDraft): {
  readonly plan: SequencePlan | null;
  readonly freeS: number;
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  const number = (text: string, what: string, low: number, high: number): number => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= low && value <= high)) problems.push(`${what}: expected ${low} to ${high}, got "${text}".`);
    return value;
  };
  const steps = draft.steps.map(({ phase, drug, concentrationNm, waitS, recordings }, i) => {
    const name = `Step ${i + 1}`;
    const named = drug.trim();
    if (phase === 'drug' && (named === '' || named.length > 100))
      problems.push(`${name}: expected the name of a drug, got "${named.slice(0, 40)}".`);
    const count = number(recordings, `${name}, recordings`, 1, 100);
    if (!Number.isInteger(count)) problems.push(`${name}: expected a whole number of recordings, got "${recordings}".`);
    return {
      bath: {
        phase,
        drug: phase === 'control' || named === '' ? null : named,
        concentrationNm: phase === 'drug' ? number(concentrationNm, `${name}, concentration in nM`, 0, 1e15) : null,
      },
      waitS: number(waitS, `${name}, wait in s`, 0, 3600),
      recordings: count,
    };
  });
  const everyS = number(draft.everyS, 'Every, in s', 0, 3600);
  const freeS = number(draft.freeS, 'Potential before and after, in s', 0, 60);
  return { plan: problems.length === 0 ? { steps, everyS, stopOnFail: draft.stopOnFail } : null, freeS, problems };
}
