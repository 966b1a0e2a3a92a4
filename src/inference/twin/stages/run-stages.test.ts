import { describe, expect, test } from 'vitest';
import type { InferenceRequest } from '../inference-request.ts';
import { stagesOf } from './methods.ts';
import { runStages } from './run-stages.ts';
import { needed, type InferenceState, type Stage } from './stage.ts';

const start = (request: Partial<InferenceRequest>): InferenceState => ({
  request: request as InferenceRequest,
  before: 0,
  budget: Infinity,
  noise: null,
  noiseModel: null,
  problem: null,
  answer: null,
  guess: null,
  found: null,
  search: null,
  posterior: null,
});
const stage = (until: number, run: Stage['run']): Stage => ({ name: 'search', shown: 'refining', until, run });

describe('stages of an inference', () => {
  test('a method is a list of them', () => {
    const names = (...of: Parameters<typeof stagesOf>): string =>
      stagesOf(...of)
        .map(({ name }) => name)
        .join(' ');
    expect(names('network', true)).toBe('noise guess correct');
    expect(names('refined', true)).toBe('noise guess correct search temper defect-correct draw choose');
    expect(names('fit', true)).toBe('noise search temper defect-correct draw choose');
    expect(names('fit', false)).toBe('noise search temper settle');
  });

  test.each(['network', 'refined', 'fit'] as const)('the progress of %s never decreases', (method) => {
    const ends = stagesOf(method, true).map(({ until }) => until);
    expect([...ends].sort((a, b) => a - b)).toEqual(ends);
  });

  test('each continues from the state of the one before, and reports within its share', async () => {
    const reported: number[] = [];
    const stages = [
      stage(0.2, async (state, { report }) => {
        report(0.5, '');
        return { ...state, noise: 1 };
      }),
      stage(0.6, async (state, { report }) => {
        report(0, '');
        report(1, '');
        return { ...state, noise: needed(state.noise, 'noise') + 1 };
      }),
    ];
    const { noise } = await runStages(stages, start({ onProgress: (_, fraction) => reported.push(fraction) }));
    expect(noise).toBe(2);
    expect(reported).toEqual([0.1, 0.2, 0.6]);
  });

  test('a cancelled request ends with the reason, before the next stage', async () => {
    const abort = new AbortController();
    let reached = false;
    const stages = [
      stage(0.5, async (state) => {
        abort.abort(new Error('The operator cancelled the job.'));
        return state;
      }),
      stage(1, async (state) => {
        reached = true;
        return state;
      }),
    ];
    await expect(runStages(stages, start({ signal: abort.signal }))).rejects.toThrow(/operator cancelled/);
    expect(reached).toBe(false);
  });

  test('a stage reports a missing result of another', () => {
    expect(() => needed(null, 'noise')).toThrow(/needs the noise/);
  });
});
