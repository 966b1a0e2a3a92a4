import { CONDITION_LIMITS, sweepCondition, type SweepCondition } from '../../core/drug/sweep-condition.ts';
import type { Arguments, OptionTable } from '../arguments.ts';

type Limited = keyof typeof CONDITION_LIMITS;

const RANGE = (key: Limited): string => CONDITION_LIMITS[key].join(' to ');

/** Conditions of a cell under a drug. */
export const CONDITION_OPTIONS: OptionTable = {
  'pace-ms': { value: 'N', help: `Stimulate every N ms, ${RANGE('paceMs')}. Default: free running.` },
  's2-ms': { value: 'N', help: `One more stimulus N ms after the last of the train, ${RANGE('s2Ms')}; needs --pace-ms.` },
  ik1: { help: 'Add the inward rectifier of an adult cell by dynamic clamp.' },
  'leak-ns-pf': { value: 'N', help: 'Seal leak in place, nS/pF. Default 0: sealed off.' },
  temperature: { value: 'C', help: `Temperature, degC, ${RANGE('temperatureC')}. Default: that of the twin.` },
  'potassium-mm': { value: 'N', help: `Potassium outside, mM, ${RANGE('potassiumMm')}. Default: of the twin where stated, else 5.4.` },
  'calcium-mm': { value: 'N', help: `Calcium outside, mM, ${RANGE('calciumMm')}. Default: of the twin where stated, else 1.8.` },
  'sodium-mm': { value: 'N', help: `Sodium outside, mM, ${RANGE('sodiumMm')}. Default: of the twin where stated, else 140.` },
};

export function conditionOf(args: Arguments): SweepCondition {
  const within = (option: string, key: Limited): number | undefined => {
    const [min, max] = CONDITION_LIMITS[key];
    return args.number(option, { min, max });
  };
  return sweepCondition({
    paceMs: within('pace-ms', 'paceMs') ?? null,
    s2Ms: within('s2-ms', 's2Ms') ?? null,
    ik1: args.flag('ik1') ? 1 : 0,
    leakNsPf: within('leak-ns-pf', 'leakNsPf') ?? 0,
    temperatureC: within('temperature', 'temperatureC') ?? null,
    potassiumMm: within('potassium-mm', 'potassiumMm') ?? null,
    calciumMm: within('calcium-mm', 'calciumMm') ?? null,
    sodiumMm: within('sodium-mm', 'sodiumMm') ?? null,
  });
}
