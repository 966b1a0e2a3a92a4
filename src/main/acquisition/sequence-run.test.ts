import { describe, expect, test } from 'vitest';
import type { Bath } from '../../core/quality/bath.ts';
import type { SequencePlan } from '../../core/quality/sequence-plan.ts';
import { SequenceRun } from './sequence-run.ts';

const bath = (phase: Bath['phase']): Bath => ({
  phase,
  drug: phase === 'control' ? null : 'x',
  concentrationNm: phase === 'drug' ? 1 : null,
});
const PLAN: SequencePlan = {
  everyS: 0,
  stopOnFail: true,
  steps: (['control', 'drug', 'wash'] as const).map((phase) => ({ bath: bath(phase), waitS: 0, recordings: 1 })),
};

interface Fake {
  readonly done: string[];
  failed: string[];
  status: 'complete' | 'aborted';
}

function sequence(fake: Fake, plan = PLAN): SequenceRun {
  return new SequenceRun(plan, {
    nowMs: () => performance.now(),
    flow: ({ phase }) => fake.done.push(phase),
    record: async () => {
      fake.done.push('recorded');
      return { status: fake.status, reason: fake.status === 'complete' ? null : 'Aborted by the operator.' };
    },
    failed: () => fake.failed,
    changed: () => undefined,
  });
}

const fake = (): Fake => ({ done: [], failed: [], status: 'complete' });

describe('a sequence on one open cell', () => {
  test('ends by itself where a limit fails, and states it', async () => {
    const rig = fake();
    const run = sequence(rig);
    const ended = run.run();
    rig.failed = ['Access resistance (52.0 MΩ)'];
    expect(await ended).toBe('Stopped because Access resistance (52.0 MΩ) failed.');
    expect(rig.done).toEqual(['control', 'recorded']);
    expect(run.now()).toMatchObject({ done: 1, total: 3, step: 2, steps: 3 });
  });

  test('goes on where limits only advise', async () => {
    const rig = { ...fake(), failed: ['Access resistance (52.0 MΩ)'] };
    const steps = PLAN.steps.slice(0, 1);
    expect(await sequence(rig, { ...PLAN, stopOnFail: false, steps }).run()).toBeNull();
    expect(rig.done).toEqual(['control', 'recorded']);
  });

  test('begins nothing after a recording that did not complete', async () => {
    const rig = { ...fake(), status: 'aborted' as const };
    expect(await sequence(rig).run()).toBe('Aborted by the operator.');
    expect(rig.done).toEqual(['control', 'recorded']);
  });

  test('counts the wash-in down and ends at once when it is ended', async () => {
    const rig = fake();
    const run = sequence(rig, { ...PLAN, steps: PLAN.steps.map((step) => ({ ...step, waitS: 600 })) });
    const ended = run.run();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(run.now().nextInS).toBeGreaterThan(590);
    run.end();
    expect(await ended).toBe('Ended by the operator.');
    expect(rig.done).toEqual(['control']);
  });
});
