import type { ContractKey } from '../../shared/contract/contract.ts';
import type { GateRule } from './gate.ts';

/** Answers from memory. */
const QUICK: GateRule = { atOnce: 8, waiting: 64 };
/** Reads files or computes: a few at a time, so that the others come in between. */
const HEAVY: GateRule = { atOnce: 2, waiting: 32 };
/** Long work that has its own queue and can be cancelled there: none of it waits here. */
const JOB: GateRule = { atOnce: 8, waiting: 0 };
/** A newer request ends an older one, so it must get through. */
const SUPERSEDING: GateRule = { atOnce: 64, waiting: 0 };
/** Asks the operator or changes the rig: a second one is refused. */
const ALONE: GateRule = { atOnce: 1, waiting: 0 };
const MERGED: GateRule = { atOnce: 1, waiting: 0, merged: true };

const RULES: { readonly [K in ContractKey]?: GateRule } = {
  'rig:stop': MERGED,
  'rig:abort': MERGED,
  'rig:connect': ALONE,
  'rig:membraneTest': ALONE,
  'rig:record': ALONE,
  'protocol:import': ALONE,
  'protocol:export': ALONE,
  'session:importFolder': ALONE,
  'session:importCsv': ALONE,
  'session:exportRecording': ALONE,
  'twin:export': ALONE,
  'twin:report': ALONE,
  'training:start': ALONE,
  'session:list': HEAVY,
  'session:open': HEAVY,
  'session:trace': HEAVY,
  'twin:comparison': HEAVY,
  'twin:get': HEAVY,
  'twin:infer': JOB,
  'twin:compare': JOB,
  'drug:apply': JOB,
  'protocol:score': SUPERSEDING,
};

export function gateRule(key: ContractKey): GateRule {
  return RULES[key] ?? QUICK;
}
