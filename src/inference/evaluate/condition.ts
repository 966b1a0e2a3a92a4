import { sampleCommand } from '../../core/protocol/protocol.ts';
import type { Random } from '../../core/random/random.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import type { ClampMode } from '../twin/twin-maker.ts';
import type { ReferenceSet } from './reference-set.ts';

/** How the recordings of an evaluation were made. */
export type Condition = { readonly kind: 'clean' } | { readonly kind: 'noise'; readonly sdPaPf: number } | { readonly kind: 'art' };

/** Cutoff of the filter in the artefact recordings of the reference sets, Hz. */
const ARTEFACT_FILTER_HZ = 5000;

/** @throws Error listing the conditions */
export function parseCondition(text: string): Condition {
  if (text === 'clean' || text === 'art') return { kind: text };
  const match = /^noise:(\d+(?:\.\d+)?)$/.exec(text);
  if (match?.[1] !== undefined && Number(match[1]) > 0) return { kind: 'noise', sdPaPf: Number(match[1]) };
  throw new Error(`Unknown condition "${text}"; expected clean, noise:S with S in pA/pF (for instance noise:0.3), or art.`);
}

export function conditionMode(condition: Condition): ClampMode {
  return condition.kind === 'art' ? 'rig' : 'ideal';
}

/** The recording of one reference cell under a condition; noise comes from the generator given. */
export function conditionRecording(set: ReferenceSet, cell: number, condition: Condition, random: Random): VoltageClampRecording {
  const commandMv = sampleCommand(set.protocol, set.sampleRateHz);
  const base = { sampleRateHz: set.sampleRateHz, commandMv, protocol: set.protocol, simulated: true };
  if (condition.kind === 'art') {
    return {
      ...base,
      currentPaPf: set.artefactCurrent(cell),
      conditions: { ...set.rigKnows(cell), filterHz: ARTEFACT_FILTER_HZ, temperatureC: set.temperatureC },
    };
  }
  const currentPaPf = set.cleanCurrent(cell);
  if (condition.kind === 'noise') currentPaPf.forEach((value, k) => (currentPaPf[k] = value + condition.sdPaPf * random.normal()));
  return { ...base, currentPaPf, conditions: { seriesResistanceMohm: 0, temperatureC: set.temperatureC } };
}
