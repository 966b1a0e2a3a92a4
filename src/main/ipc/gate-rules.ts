import { requests, type ContractKey, type Gate } from '../../shared/contract/keys.ts';
import type { GateRule } from './gate.ts';

/** Answers from memory. */
const QUICK: GateRule = { atOnce: 8, waiting: 64 };
/** Reads files or computes: a few at a time, so that the others get their turn. */
const HEAVY: GateRule = { atOnce: 2, waiting: 32 };
/** Long work that has its own queue and can be cancelled there: none of it waits here. */
const JOB: GateRule = { atOnce: 8, waiting: 0 };
/** A newer request ends an older one, so it must get through. */
const SUPERSEDING: GateRule = { atOnce: 64, waiting: 0 };
/** Asks the operator or changes the rig: a second one is refused. */
const ALONE: GateRule = { atOnce: 1, waiting: 0 };
const MERGED: GateRule = { atOnce: 1, waiting: 0, merged: true };

const RULES: Readonly<Record<Gate, GateRule>> = {
  quick: QUICK,
  heavy: HEAVY,
  job: JOB,
  superseding: SUPERSEDING,
  alone: ALONE,
  merged: MERGED,
};

export function gateRule(key: ContractKey): GateRule {
  return RULES[requests[key]];
}
