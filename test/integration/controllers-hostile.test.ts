import { describe, expect, it } from 'vitest';
import { CONTROLLERS } from '../hostile/controllers/subjects.ts';
import { verifyController } from '../hostile/controllers/verify-controller.ts';
import { verifyPatchMaster } from '../hostile/controllers/verify-patchmaster.ts';

// The full run, 1,000 seeds and more over pseudo-terminals, is npm run verify:faults -- --device NAME.
const SMALL = { seeds: 12, ptyEvery: 25, atOnce: 60 };

describe('a hostile device that only controls', () => {
  it.each(CONTROLLERS)(
    '%s causes no crash, no hang, and nothing is said that is not so',
    async (name) => {
      const verdicts = await verifyController(name, SMALL);
      expect(verdicts.filter(({ broken }) => broken.length > 0)).toEqual([]);
      expect(verdicts.filter(({ came }) => came === 'works').length).toBeGreaterThan(5);
      expect(verdicts.filter(({ came }) => came === 'fails').length).toBeGreaterThan(10);
    },
    120_000,
  );

  it('a program in the place of PatchMaster neither', async () => {
    const verdicts = await verifyPatchMaster(SMALL);
    expect(verdicts.filter(({ broken }) => broken.length > 0)).toEqual([]);
    expect(verdicts.find(({ name }) => name === 'correct')?.came).toBe('works');
  }, 120_000);
});
