import { describe, expect, it } from 'vitest';
import { EPATCH_KINDS } from '../hostile/epatch/kinds.ts';
import { verifyEpatchFaults } from '../hostile/epatch/verify-epatch.ts';

// All kinds, and seeds, are npm run verify:faults -- --device epatch: a simulated ePatch streams all the time.
const SOME = 'header';

describe('a hostile ePatch', () => {
  it('causes no crash, no hang, no false sample and no false message', async () => {
    const named = EPATCH_KINDS.filter(({ name }) => name.includes(SOME)).length;
    expect(named).toBeGreaterThan(3);
    const verdicts = await verifyEpatchFaults({ seeds: 4, ptyEvery: 0, atOnce: 3, only: SOME });
    expect(verdicts.filter(({ broken }) => broken.length > 0)).toEqual([]);
    expect(verdicts).toHaveLength(named + 4);
  }, 180_000);
});
