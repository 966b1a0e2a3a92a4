import { describe, expect, it } from 'vitest';
import { KINDS } from '../hostile/kinds.ts';
import { verifyFaults } from '../hostile/verify-faults.ts';

// The full run, 1,000 seeds and more over pseudo-terminals, is npm run verify:faults.
const SEEDS = 40;
const PTY_EVERY = 40;

describe('a hostile device', () => {
  it('causes no crash, no hang, no false sample and no false message', async () => {
    expect(new Set(KINDS.map(({ name }) => name)).size).toBe(KINDS.length);
    expect(KINDS.length).toBeGreaterThanOrEqual(80);
    const verdicts = await verifyFaults({ seeds: SEEDS, ptyEvery: PTY_EVERY, atOnce: 24 });
    expect(verdicts.filter(({ broken }) => broken.length > 0)).toEqual([]);
    expect(verdicts.length).toBeGreaterThanOrEqual(KINDS.length + SEEDS);
  }, 300_000);
});
