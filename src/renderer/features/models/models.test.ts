// @vitest-environment happy-dom
import { createElement } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NO_PROGRESS } from '../../../shared/training/state.ts';
import { App } from '../../App.tsx';
import { fakeCard } from '../../dev/fake-training.ts';
import { render, type Screen } from '../../dev/render.testing.ts';
import { lossColumns } from './lossColumns.ts';
import { timeLeft } from './timeLeft.ts';

// happy-dom has no canvas; what the plots draw is looked at in a real browser.
vi.mock('../../traces/TimePlot.tsx', () => ({
  TimePlot: ({ label, testId }: { label: string; testId?: string }) =>
    createElement('figure', { 'aria-label': label, 'data-testid': testId }),
}));

const settings = { protocolId: 'clark2022-rounded', temperatureC: [37, 37] as [number, number], spread: 0.4, cells: 150_000, minutes: 25 };
const disabled = (screen: Screen, testId: string): boolean => (screen.get(testId) as HTMLButtonElement).disabled;

async function desk(scene = 'idle', calls: Parameters<typeof render>[2] = {}): Promise<Screen> {
  const screen = await render(createElement(App), scene, calls);
  await screen.press('desk-models');
  return screen;
}

beforeEach(() => localStorage.clear());

describe('models desk', () => {
  it('trains with the settings of the form, in one action', async () => {
    const start = vi.fn(async () => ({ kind: 'none' }) as const);
    const screen = await desk('idle', { 'training:start': start });
    await screen.type('training-lowC', '22');
    await screen.type('training-spreadPercent', '30');
    await screen.press('training-start');
    expect(start).toHaveBeenCalledWith({ ...settings, temperatureC: [22, 37], spread: 0.3 });
  });

  it('reports what is wrong with a field and trains nothing', async () => {
    const start = vi.fn();
    const screen = await desk('idle', { 'training:start': start });
    await screen.type('training-lowC', '39');
    expect(screen.text()).toContain('Not below the lowest.');
    expect(disabled(screen, 'training-start')).toBe(true);
    await screen.type('training-lowC', '37');
    await screen.type('training-cells', '12.5');
    expect(screen.text()).toContain('1,000 to 2,000,000 cells.');
    await screen.press('training-start');
    expect(start).not.toHaveBeenCalled();
  });

  it('shows a run, stops it, and offers to resume it with the same settings only', async () => {
    const screen = await desk('training');
    expect(screen.get('training-word').textContent).toBe('Learning, 56 %, 11 min left');
    expect(screen.find('loss-plot')).not.toBeNull();
    expect(disabled(screen, 'training-start')).toBe(true);
    await screen.press('training-stop');
    expect(screen.get('training-word').textContent).toBe('Stopped at 56 %; it can be resumed');
    expect(screen.get('training-start').textContent).toBe('Resume');
    await screen.type('training-minutes', '60');
    expect(screen.get('training-start').textContent).toBe('Resume');
    await screen.type('training-cells', '300000');
    expect(screen.get('training-start').textContent).toBe('Train');
  });

  it('shows why a training failed', async () => {
    const screen = await desk();
    await screen.push('training:state', { kind: 'failed', settings, progress: NO_PROGRESS, message: 'The disk is full. Free some space.' });
    expect(screen.get('training-problem').textContent).toContain('The disk is full. Free some space.');
  });

  it('shows the card of a finished network, which is used only when chosen', async () => {
    const networks = [{ card: fakeCard('steps-7', 'steps'), inUse: false }];
    const use = vi.fn(async ({ use: inUse }: { use: boolean }) => networks.map((model) => ({ ...model, inUse })));
    const screen = await desk('idle', { 'training:networks': async () => networks, 'training:use': use });
    await screen.push('training:state', { kind: 'finished', settings, progress: NO_PROGRESS, card: networks[0]!.card });
    expect(screen.text()).toContain('steps-7');
    expect(screen.text()).toContain('Yours, not in use');
    expect(use).not.toHaveBeenCalled();
    await screen.press('network-use');
    expect(use).toHaveBeenCalledWith({ id: 'steps-7', use: true });
    expect(screen.text()).toContain('Yours, in use');
    await screen.press('network-aside');
    expect(screen.text()).toContain('Yours, not in use');
  });
});

it('draws the held-out loss as a line between the steps where it is known', () => {
  const at = (step: number, heldOut: number | null) => ({ step, training: 1, heldOut });
  expect(lossColumns([at(20, null), at(40, 4), at(60, null), at(80, 2), at(100, null)])[2]).toEqual([null, 4, 3, 2, null]);
});

it('shows the time left in rounded units', () => {
  expect([3.4, 89, 600, 3600, 9000].map(timeLeft)).toEqual(['3 s', '89 s', '10 min', '60 min', '2 h 30 min']);
});
