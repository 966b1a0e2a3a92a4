import { zapProblem, type ZapOffer, type ZapPulse } from '../../../../core/amplifier/zap.ts';

/** A zap as it is being typed. */
export interface ZapDraft {
  readonly levelMv: string;
  readonly durationMs: string;
}

export function draftOfZap({ levelMv, durationMs }: ZapPulse): ZapDraft {
  return { levelMv: String(levelMv), durationMs: String(durationMs) };
}

/** The zap that was typed, or what is wrong with it. */
export function zapOfDraft(draft: ZapDraft, offer: ZapOffer | null): { readonly pulse: ZapPulse | null; readonly problem: string | null } {
  const pulse = { levelMv: numberOf(draft.levelMv), durationMs: numberOf(draft.durationMs) };
  const problem = zapProblem(pulse, offer);
  return { pulse: problem === null ? pulse : null, problem };
}

/** NaN for what is none, also for an empty field. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.replace('−', '-').replace(',', '.'));
}
