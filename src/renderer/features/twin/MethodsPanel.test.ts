// @vitest-environment happy-dom
import { createElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { render } from '../../dev/render.testing.ts';
import type { OpenTwin } from '../../state/appState.ts';
import { valueOf } from '../../state/loadable.ts';
import { openTwin, type TwinMethod } from './twinActions.ts';
import { MethodsPanel } from './MethodsPanel.tsx';
import { useMethodRuns } from './useMethodRuns.ts';

const Part = ({ open }: { open: OpenTwin }) => createElement(MethodsPanel, { open, methods: useMethodRuns(open) });

/** A twin of the harness, and what the methods answer. */
async function panel(infer: (method: TwinMethod, answer: { twinId: number; twin: OpenTwin['twin'] }) => Promise<{ twinId: number; twin: OpenTwin['twin'] }>) {
  const first = await render(createElement('div'));
  await openTwin(first.workstation, 's3', 2);
  const open = valueOf(first.workstation.store.get().openTwin);
  if (!open) throw new Error('The harness has no twin 2 in session s3.');
  return render(createElement(Part, { open }), 'idle', { 'twin:infer': ({ method }) => infer(method, { twinId: 9, twin: open.twin }) });
}

describe('methods on this recording', () => {
  it('run one after the other, each with its figures', async () => {
    const asked: string[] = [];
    const screen = await panel(async (method, answer) => {
      asked.push(method);
      return { ...answer, twin: { ...answer.twin, fit: { ...answer.twin.fit, nrmsePercent: 1 + asked.length / 100 } } };
    });
    expect(screen.find('method-network')).toBeNull();
    await screen.press('compare-methods');
    await screen.settle();
    expect(asked).toEqual(['network', 'refined', 'fit']);
    expect(screen.get('method-network').textContent).toContain('1.01');
    expect(screen.get('method-fit').textContent).toContain('1.03');
  });

  it('a method that fails is shown as failed, with its reason as a notice, and the next ones run', async () => {
    const screen = await panel(async (method, answer) => {
      if (method === 'network') throw new Error('There is no network for the protocol "x".');
      return answer;
    });
    await screen.press('compare-methods');
    await screen.settle();
    expect(screen.get('method-network').textContent).toBe('NetworkFailed');
    expect(screen.get('method-refined').textContent).toContain('Open');
    expect(screen.workstation.store.get().notices.map(({ message }) => message).join()).toContain('no network');
  });

  it('cancelling ends the comparison, what is done stays', async () => {
    const cancel = vi.fn();
    let stop = (): void => undefined;
    const screen = await panel((method, answer) => {
      cancel(method);
      return method === 'network' ? Promise.resolve(answer) : new Promise((_, reject) => (stop = () => reject(new Error('cancelled'))));
    });
    await screen.press('compare-methods');
    await screen.settle();
    expect(screen.get('method-refined').textContent).toBe('RefinedRunning');
    expect(screen.find('cancel-methods')).not.toBeNull();
    await screen.push('inference:progress', { sessionId: 's3', recordingId: 1, stage: 'cancelled', fraction: 0, message: '', twinId: null });
    stop();
    await screen.settle();
    expect(cancel.mock.calls.flat()).toEqual(['network', 'refined']);
    expect(screen.get('method-network').textContent).toContain('Open');
    expect([screen.get('method-refined').textContent, screen.get('method-fit').textContent]).toEqual(['RefinedCancelled', 'FitCancelled']);
    expect(screen.workstation.store.get().notices.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
