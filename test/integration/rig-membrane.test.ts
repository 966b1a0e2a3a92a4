import { afterEach, describe, expect, it } from 'vitest';
import { endAll, newRig } from './rig-harness.ts';

afterEach(endAll);

const off = (found: number, truth: number): number => Math.abs(found / truth - 1);

describe('the membrane test on the model cell of the simulated rig, 5 pA, 1 s', () => {
  // The corners of what a rig must measure, over line, converters and filter; the whole grid is in core/quality.
  it.each([
    { cm: 10, rs: 3, rm: 1000 },
    { cm: 120, rs: 40, rm: 5000 },
    { cm: 120, rs: 40, rm: 300 },
  ])('measures Cm $cm pF, Rs $rs MOhm, Rm $rm MOhm', async ({ cm, rs, rm }) => {
    const cell = ['--cell', 'passive', '--cm-pf', String(cm), '--rs-mohm', String(rs), '--rm-mohm', String(rm), '--noise-pa', '5'];
    const rig = newRig(cell);
    await rig.connect({ kind: 'simulated', seed: 1 });
    const test = await rig.membraneTest();
    expect(off(test.seriesResistanceMohm, rs)).toBeLessThan(0.05);
    expect(off(test.membraneCapacitancePf, cm)).toBeLessThan(0.05);
    expect(off(test.membraneResistanceMohm, rm)).toBeLessThan(rm > 1000 ? 0.15 : 0.05);
    expect(test.tooFast).toBe(cm * rs < 100);
  });
});
