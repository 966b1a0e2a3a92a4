import type { AmplifierCapabilities } from '../../../../core/amplifier/capabilities.ts';
import { USUAL_LEAK_PLAN, type LeakPlan } from '../../../../core/protocol/leak-sweeps.ts';
import type { ZapPulse } from '../../../../core/amplifier/zap.ts';
import { setupFor } from '../../../../core/amplifier/recording-setup.ts';
import { GATE_IDS, GATE_WORDS, type Gate, type GateId } from '../../../../core/quality/gates.ts';
import type { RigSettings } from '../../../../core/quality/rig-settings.ts';

export const LIMITS = ['failBelow', 'passFrom', 'passTo', 'failAbove'] as const;
export type Limit = (typeof LIMITS)[number];

/** The settings as they are being typed. */
export interface SettingsDraft {
  readonly holdingMv: string;
  readonly compensationPercent: string;
  readonly predictionPercent: string;
  readonly junctionPotentialMv: string;
  /** Empty: as usual. */
  readonly sampleRateHz: string;
  readonly filterKhz: string;
  readonly rangePa: string;
  /** P/N: its N, negative for sub-sweeps that step the other way; empty: none. */
  readonly leakN: string;
  readonly leakHoldingMv: string;
  readonly leakWhen: LeakPlan['when'];
  /** Set where it is used, on the desk. */
  readonly zap: ZapPulse;
  readonly gates: Readonly<Record<GateId, Readonly<Record<Limit, string>>>>;
}

export function draftOfSettings({
  gates,
  holdingMv,
  compensationPercent,
  predictionPercent,
  junctionPotentialMv,
  recording,
  leak,
  zap,
}: RigSettings): SettingsDraft {
  const texts = (id: GateId): Record<Limit, string> => {
    const gate = gates.find((one) => one.id === id);
    const text = (limit: Limit): string => gate?.[limit]?.toString() ?? '';
    return { failBelow: text('failBelow'), passFrom: text('passFrom'), passTo: text('passTo'), failAbove: text('failAbove') };
  };
  return {
    holdingMv: String(holdingMv),
    compensationPercent: String(compensationPercent),
    predictionPercent: String(predictionPercent),
    junctionPotentialMv: String(junctionPotentialMv),
    sampleRateHz: recording.sampleRateHz?.toString() ?? '',
    filterKhz: recording.filterHz === null ? '' : String(recording.filterHz / 1000),
    rangePa: recording.rangePa?.toString() ?? '',
    leakN: leak === null ? '' : String(leak.direction === 'same' ? leak.sweeps : -leak.sweeps),
    leakHoldingMv: String((leak ?? USUAL_LEAK_PLAN).holdingMv),
    leakWhen: (leak ?? USUAL_LEAK_PLAN).when,
    zap,
    gates: Object.fromEntries(GATE_IDS.map((id) => [id, texts(id)])) as SettingsDraft['gates'],
  };
}

/**
 * The settings that were typed, or what is wrong with them: a sentence each.
 * @param offers of the connected device, or of the one that is planned for
 */
export function settingsOfDraft(
  draft: SettingsDraft,
  offers: AmplifierCapabilities,
): { readonly settings: RigSettings | null; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const number = (text: string, what: string, low: number, high: number): number => {
    const value = Number(text.replace('−', '-'));
    if (text.trim() === '' || !(value >= low && value <= high)) problems.push(`${what}: expected ${low} to ${high}, got "${text}".`);
    return value;
  };
  const settings = {
    holdingMv: number(draft.holdingMv, 'Holding potential', -120, 40),
    compensationPercent: number(draft.compensationPercent, 'Rs correction', 0, 95),
    predictionPercent: number(draft.predictionPercent, 'Rs prediction', 0, 95),
    junctionPotentialMv: number(draft.junctionPotentialMv, 'Junction potential', -50, 50),
    recording: {
      sampleRateHz: orUsual(draft.sampleRateHz),
      filterHz: draft.filterKhz.trim() === '' ? null : Math.round(1000 * number(draft.filterKhz, 'Filter', 0.01, 1000)),
      rangePa: orUsual(draft.rangePa),
    },
    leak: draft.leakN === '' ? null : leakOf(draft, number),
    zap: draft.zap,
    gates: GATE_IDS.map((id): Gate => {
      const limit = (name: Limit): number | null =>
        draft.gates[id][name].trim() === '' ? null : number(draft.gates[id][name], GATE_WORDS[id].label, 0, 1e6);
      const gate = {
        id,
        passFrom: limit('passFrom'),
        passTo: limit('passTo'),
        failBelow: limit('failBelow'),
        failAbove: limit('failAbove'),
      };
      if (!isInOrder(gate)) problems.push(`${GATE_WORDS[id].label}: expected limits that rise from left to right. Correct them.`);
      return gate;
    }),
  };
  if (problems.length === 0) problems.push(...setupFor(settings.recording, offers).problems.slice(0, 1));
  return { settings: problems.length === 0 ? settings : null, problems };
}

function leakOf(
  { leakN, leakHoldingMv, leakWhen }: SettingsDraft,
  number: (text: string, what: string, low: number, high: number) => number,
): LeakPlan {
  return {
    ...USUAL_LEAK_PLAN,
    sweeps: Math.abs(Number(leakN)),
    direction: Number(leakN) < 0 ? 'opposite' : 'same',
    holdingMv: number(leakHoldingMv, 'Level of the sub-sweeps', -150, 0),
    when: leakWhen,
  };
}

/** Empty: null, the usual one. */
function orUsual(text: string): number | null {
  return text === '' ? null : Number(text);
}

function isInOrder({ failBelow, passFrom, passTo, failAbove }: Gate): boolean {
  const given = [failBelow, passFrom, passTo, failAbove].filter((value): value is number => value !== null && Number.isFinite(value));
  return given.every((value, i) => i === 0 || value >= (given[i - 1] ?? value));
}
