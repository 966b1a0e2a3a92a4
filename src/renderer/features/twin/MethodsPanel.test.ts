// @vitest-environment happy-dom
import { createElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { fakeJob } from '../../dev/fake-job.ts';
import { render } from '../../dev/render.testing.ts';
import type { ResponseOf } from '../../../shared/contract/contract.ts';
import type { OpenTwin } from './slice.ts';
import { valueOf } from '../../state/loadable.ts';
import { openTwin, type TwinMethod } from './twinActions.ts';
import { MethodsPanel } from './MethodsPanel.tsx';
import { useMethodRuns } from './useMethodRuns.ts';

const Part = ({ open }: { open: OpenTwin }) => createElement(MethodsPanel, { open, methods: useMethodRuns(open) });

type Answer = ResponseOf<'twin:compare'>;
const nothing = (): Promise<Answer> => Promise.resolve({ kind: 'not-applicable', reason: 'No step shows a current.' });

/** A twin of the harness, and what the methods answer. */
async function panel(
  infer: (method: TwinMethod, answer: { twinId: number; twin: OpenTwin['twin'] }) => Promise<{ twinId: number; twin: OpenTwin['twin'] }>,
  compare: (method: 'genetic' | 'iv', beat: OpenTwin['twin']['beat']) => Promise<Answer> = nothing,
  more: Parameters<typeof render>[2] = {},
) {
  const first = await render(createElement('div'));
  await openTwin(first.workstation, 's3', 2);
  const open = valueOf(first.workstation.store.get().openTwin);
  if (!open) throw new Error('The harness has no twin 2 in session s3.');
  return render(createElement(Part, { open }), 'idle', {
    'twin:infer': ({ method }) => infer(method, { twinId: 9, twin: open.twin }),
    'twin:compare': ({ method }) => compare(method, open.twin.beat),
    ...more,
  });
}

describe('methods on this recording', () => {
  it('run one after the other, each with its figures', async () => {
    const asked: string[] = [];
    const screen = await panel(
      async (method, answer) => {
        asked.push(method);
        return { ...answer, twin: { ...answer.twin, fit: { ...answer.twin.fit, nrmsePercent: 1 + asked.length / 100 } } };
      },
      async (method, beat) => {
        asked.push(method);
        return {
          kind: 'answer',
          nrmsePercent: 1 + asked.length / 100,
          chi2PerSample: 1.2,
          beat,
          beatWithLeak: null,
          informed: method === 'iv' ? 4 : null,
          note: `Note of ${method}.`,
          simulated: true,
        };
      },
    );
    expect(screen.find('method-network')).toBeNull();
    await screen.press('compare-methods');
    await screen.settle();
    expect(asked).toEqual(['network', 'iv', 'refined', 'genetic', 'fit']);
    const cells = (method: string): string[] => [...screen.get(`method-${method}`).querySelectorAll('td')].map((cell) => cell.textContent);
    expect([cells('network')[0], cells('fit')[0], cells('genetic')[0], cells('iv')[0]]).toEqual(['1.01', '1.05', '1.04', '1.02']);
    // A method without a twin cannot be opened; one that does not count informed parameters shows that.
    expect([cells('network').at(-1), cells('genetic').at(-1), cells('iv').at(-1)]).toEqual(['Open', '', '']);
    expect([cells('network')[5], cells('genetic')[5], cells('iv')[5]]).toEqual([expect.stringMatching(/^\d+$/), '–', '4']);
    expect(screen.all('method-note').map((note) => note.textContent)).toEqual([
      'I-V analysis: Note of iv.',
      'Genetic algorithm: Note of genetic.',
    ]);
    expect(screen.get('method-iv').textContent).toContain('I-V analysisbeating');
  });

  it('are compared with what the recorded cell did, with the same seal leak', async () => {
    const screen = await panel(
      async (_method, answer) => answer,
      async (_method, beat) => ({
        kind: 'answer',
        nrmsePercent: 2,
        chi2PerSample: 3,
        beat,
        beatWithLeak: { ...beat, features: { ...beat.features, cycleLengthMs: 1013.1, apd90Ms: 310.72 } },
        informed: null,
        note: '',
        simulated: true,
      }),
    );
    await screen.press('compare-methods');
    await screen.settle();
    expect(screen.get('method-recorded').textContent).toContain('921');
    const cells = [...screen.get('method-genetic').querySelectorAll('td')].map((cell) => cell.textContent);
    expect(cells.slice(2, 4)).toEqual(['1013+10.0 %', '311\u221220.0 %']);
  });

  it('a method that fails or does not apply gives the reason in its row, and the next ones run', async () => {
    const screen = await panel(async (method, answer) => {
      if (method === 'network') throw new Error('There is no network for the protocol "x".');
      return answer;
    });
    await screen.press('compare-methods');
    await screen.settle();
    expect(screen.get('method-network').textContent).toBe('NetworkFailed: There is no network for the protocol "x".');
    expect(screen.get('method-refined').textContent).toContain('Open');
    expect(screen.get('method-iv').textContent).toBe('I-V analysisDoes not apply: No step shows a current.');
    expect(screen.workstation.store.get().notices.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('each shows its progress', async () => {
    let go = (_answer: Answer): void => undefined;
    const screen = await panel(
      async (_method, answer) => answer,
      (method) => (method === 'iv' ? nothing() : new Promise((resolve) => (go = resolve))),
    );
    await screen.press('compare-methods');
    await screen.settle();
    await screen.push('jobs:changed', [
      fakeJob({ sessionKey: 'other', method: 'genetic', origin: 'asked', fraction: 0.9 }),
      fakeJob({ method: 'genetic', origin: 'asked', fraction: 0.425, message: '5100 of 12000 simulations' }),
    ]);
    expect(screen.get('method-genetic').textContent).toBe('Genetic algorithmRunning, 43 %. 5100 of 12000 simulations');
    expect(screen.get('method-fit').textContent).toBe('FitWaiting');
    go({ kind: 'cancelled' });
    await screen.settle();
    expect([screen.get('method-genetic').textContent, screen.get('method-fit').textContent]).toEqual([
      'Genetic algorithmCancelled',
      'FitCancelled',
    ]);
  });

  it('state in their row why not to trust them, and count no parameter informed by a recording that they do not follow', async () => {
    const screen = await panel(
      async (method, answer) => ({
        ...answer,
        twin: {
          ...answer.twin,
          alarms: method === 'refined' ? ['The fit cannot reach the noise.'] : [],
          fit: { ...answer.twin.fit, chi2PerSample: method === 'refined' ? 726 : 1 },
        },
      }),
      async (_method, beat) => ({
        kind: 'answer',
        nrmsePercent: 9,
        chi2PerSample: 30,
        beat,
        beatWithLeak: null,
        informed: 4,
        note: '',
        simulated: false,
      }),
    );
    await screen.press('compare-methods');
    await screen.settle();
    expect(screen.get('method-refined').textContent).toContain('▲ Alarm: The fit cannot reach the noise.');
    expect(screen.get('method-refined').textContent).toContain('▲ 726.00');
    const iv = [...screen.get('method-iv').querySelectorAll('td')].map((cell) => cell.textContent);
    expect([iv[1], iv[5]]).toEqual(['▲ 30.00', '–']);
    expect(screen.get('method-network').textContent).not.toContain('▲');
  });

  it('their results stay when the desk is left, and the job of the method is the one that is cancelled', async () => {
    const cancel = vi.fn(async () => undefined);
    const screen = await panel(async (_method, answer) => answer, nothing, { 'jobs:cancel': cancel });
    await screen.press('compare-methods');
    await screen.settle();
    expect(Object.keys(screen.workstation.store.get().methodRuns)).toEqual(['s3/1']);
    let go = (): void => undefined;
    const waiting = await panel(() => new Promise((_, reject) => (go = () => reject(new Error('The job was cancelled.')))), nothing, {
      'jobs:cancel': cancel,
    });
    await waiting.press('compare-methods');
    await waiting.push('jobs:changed', [
      fakeJob({ jobId: 4, sessionKey: 'other', method: 'network' }),
      fakeJob({ jobId: 7, method: 'network', origin: 'asked' }),
    ]);
    await waiting.press('cancel-methods');
    expect(cancel).toHaveBeenCalledWith({ jobId: 7 });
    go();
    await waiting.settle();
    expect(waiting.get('method-fit').textContent).toBe('FitCancelled');
  });

  it('cancelling ends the comparison, finished results stay', async () => {
    const cancel = vi.fn();
    let stop = (): void => undefined;
    const screen = await panel((method, answer) => {
      cancel(method);
      return method === 'network'
        ? Promise.resolve(answer)
        : new Promise((_, reject) => (stop = () => reject(new Error('The job was cancelled.'))));
    });
    await screen.press('compare-methods');
    await screen.settle();
    expect(screen.get('method-refined').textContent).toBe('RefinedRunning');
    expect(screen.find('cancel-methods')).not.toBeNull();
    stop();
    await screen.settle();
    expect(cancel.mock.calls.flat()).toEqual(['network', 'refined']);
    expect(screen.get('method-network').textContent).toContain('Open');
    expect(['refined', 'genetic', 'fit'].map((method) => screen.get(`method-${method}`).textContent)).toEqual([
      'RefinedCancelled',
      'Genetic algorithmCancelled',
      'FitCancelled',
    ]);
    expect(screen.workstation.store.get().notices.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
