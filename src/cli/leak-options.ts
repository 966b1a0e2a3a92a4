import { USUAL_LEAK_PLAN, type LeakPlan } from '../core/protocol/leak-sweeps.ts';
import type { Arguments, OptionTable } from './arguments.ts';
import { UsageError } from './usage-error.ts';

export const LEAK_OPTIONS: OptionTable = {
  pn: { value: 'N', help: 'P/N leak subtraction: record N sub-sweeps as well, 2 to 16; negative: they step the other way.' },
  'pn-holding-mv': { value: 'N', help: `Level that the sub-sweeps start from. Default ${USUAL_LEAK_PLAN.holdingMv}.` },
  'pn-rest-ms': { value: 'N', help: `Rest before each sub-sweep. Default ${USUAL_LEAK_PLAN.restMs}.` },
  'pn-when': { value: 'before|after', help: 'When the sub-sweeps are played. Default before.' },
};

/** null: no leak subtraction was asked for. @throws UsageError */
export function leakOfOptions(args: Arguments): LeakPlan | null {
  const n = args.number('pn', { min: -16, max: 16, whole: true });
  const holdingMv = args.number('pn-holding-mv', { min: -150, max: 0 });
  const restMs = args.number('pn-rest-ms', { min: 20, max: 10_000 });
  const when = args.text('pn-when');
  if (n === undefined) {
    if (holdingMv === undefined && restMs === undefined && when === undefined) return null;
    throw new UsageError('Expected --pn N with --pn-holding-mv, --pn-rest-ms or --pn-when, it is missing. Give --pn 4 for instance.');
  }
  if (Math.abs(n) < 2) throw new UsageError(`--pn: expected 2 to 16 or -16 to -2, got ${n}.`);
  if (when !== undefined && when !== 'before' && when !== 'after')
    throw new UsageError(`--pn-when: expected before or after, got "${when.slice(0, 40)}".`);
  return {
    sweeps: Math.abs(n),
    direction: n < 0 ? 'opposite' : 'same',
    holdingMv: holdingMv ?? USUAL_LEAK_PLAN.holdingMv,
    restMs: restMs ?? USUAL_LEAK_PLAN.restMs,
    when: when ?? USUAL_LEAK_PLAN.when,
  };
}
