// @vitest-environment happy-dom
import { act, createElement } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from './App.tsx';
import { render } from './dev/render.testing.ts';
import { INITIAL_STATE } from './state/appState.ts';

// happy-dom has no canvas; what the plots draw is looked at in a real browser.
vi.mock('./traces/TimePlot.tsx', () => ({
  TimePlot: ({ label, testId }: { label: string; testId?: string }) => createElement('figure', { 'aria-label': label, 'data-testid': testId }),
}));

const app = (): ReturnType<typeof createElement> => createElement(App);
const desk = (screen: { element: HTMLElement }): string | null | undefined => screen.element.querySelector('main')?.getAttribute('aria-label');

beforeEach(() => localStorage.clear());

describe('the window', () => {
  it('goes to the desks by the rail and by Ctrl and a digit', async () => {
    const screen = await render(app());
    expect(desk(screen)).toBe('Rig');
    await screen.press('desk-models');
    expect(desk(screen)).toBe('Models');
    await act(async () => window.dispatchEvent(new KeyboardEvent('keydown', { key: '3', ctrlKey: true })));
    expect(desk(screen)).toBe('Review');
  });

  it('shows what failed and keeps it until it is dismissed', async () => {
    vi.useFakeTimers();
    const screen = await render(app(), 'start', {
      'rig:connect': async () => {
        throw new Error("Error invoking remote method 'rig:connect': Error: Port busy. Close the other program.");
      },
    });
    await screen.press('connect');
    await act(async () => vi.advanceTimersByTime(600_000));
    expect(screen.get('notice-error').textContent).toContain('Failed. Port busy. Close the other program.');
    await act(async () => screen.get('notice-error').querySelector('button')?.click());
    expect(screen.find('notice-error')).toBeNull();
    vi.useRealTimers();
  });

  it('shows every failed question of the start and still stands', async () => {
    const screen = await render(app(), 'broken');
    expect(screen.all('notice-error').length).toBeGreaterThanOrEqual(5);
    expect(screen.get('state-word').textContent).toBe('Disconnected');
  });

  it('shows the reason of a fault on every desk', async () => {
    const screen = await render(app());
    await screen.press('desk-drugs');
    await screen.push('rig:status', { ...INITIAL_STATE.rig, state: 'fault', fault: 'The device vanished. Plug it in again.' });
    expect(screen.get('fault').textContent).toContain('The device vanished. Plug it in again.');
  });
});

describe('rig desk', () => {
  it('does not record a cell without a name and says so', async () => {
    const record = vi.fn(async () => ({ sessionKey: 's', recordingId: 1 }));
    const screen = await render(app(), 'idle', { 'rig:record': record });
    await screen.press('record');
    expect(record).not.toHaveBeenCalled();
    expect(screen.text()).toContain('Name the cell.');
    await screen.type('cell-name', 'Dish 1 cell 2');
    await screen.press('record');
    expect(record).toHaveBeenCalledWith({ protocolId: 'clark2022-rounded', cellName: 'Dish 1 cell 2', spontaneousSeconds: 10, temperatureC: 37 });
  });

  it('leads from the finished inference to the twin', async () => {
    const screen = await render(app());
    await screen.push('inference:progress', { sessionKey: 's3', recordingId: 1, stage: 'done', fraction: 1, message: '', twinId: 2 });
    await screen.press('twin-ready');
    expect(desk(screen)).toBe('Twin');
    expect(screen.get('nrmse').textContent).toBe('0.84');
    expect(screen.all('parameter-row')).toHaveLength(52);
  });
});

describe('twin desk', () => {
  const openTwin = async (scene: string) => {
    const screen = await render(app(), scene);
    await screen.push('inference:progress', { sessionKey: 's3', recordingId: 1, stage: 'done', fraction: 1, message: '', twinId: 2 });
    await screen.press('twin-ready');
    return screen;
  };

  it('marks parameters that come from the prior', async () => {
    const screen = await openTwin('idle');
    const { twin } = (screen.workstation.store.get().openTwin as { value: { twin: { parameters: { toldBy: string }[] } } }).value;
    const prior = twin.parameters.filter(({ toldBy }) => toldBy === 'prior').length;
    const badges = [...screen.element.querySelectorAll('[data-told-by="prior"]')];
    expect(prior).toBeGreaterThan(0);
    expect(badges).toHaveLength(prior);
    expect(badges[0]?.textContent).toBe('prior');
  });

  it('puts alarms before the figures it warns about', async () => {
    const screen = await openTwin('alarm');
    const alarms = screen.get('alarms');
    expect(alarms.getAttribute('role')).toBe('alert');
    expect(alarms.compareDocumentPosition(screen.all('parameter-row')[0] as HTMLElement) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });

  it('says where a twin was written, and nothing when the operator cancelled', async () => {
    const screen = await openTwin('idle');
    await screen.press('export-json');
    expect(screen.get('notice-info').textContent).toContain('/home/lab/twin.json');
  });
});

describe('review desk', () => {
  it('shows a file it cannot read with the reason, and opens the others', async () => {
    const screen = await render(app());
    await screen.press('desk-review');
    expect(screen.get('session-problem').textContent).toContain('Restore it from a backup');
    await screen.press('session-row');
    expect(screen.all('recording-row')).toHaveLength(3);
  });
});

describe('drugs desk', () => {
  const openDrugs = async () => {
    const screen = await render(app());
    await screen.push('inference:progress', { sessionKey: 's3', recordingId: 1, stage: 'done', fraction: 1, message: '', twinId: 2 });
    await screen.press('twin-ready');
    await screen.press('desk-drugs');
    return screen;
  };

  it('blocks a channel and shows the changed action potential', async () => {
    const screen = await openDrugs();
    await screen.type('drug-channel-IKr-ic50', '100');
    await screen.type('drug-concentration', '100');
    await screen.press('drug-apply');
    expect(Number(screen.get('drug-after-apd90').textContent)).toBeGreaterThan(402);
    expect(screen.text()).toContain('50.0 %');
  });

  it('marks the result as old when an input changes', async () => {
    const screen = await openDrugs();
    await screen.type('drug-channel-IKr-ic50', '100');
    await screen.press('drug-apply');
    await screen.type('drug-concentration', '300');
    expect(screen.text()).toContain('shown for 100 nM: apply again');
  });

  it('says what is wrong with an IC50 and sends nothing', async () => {
    const screen = await openDrugs();
    await screen.type('drug-channel-IKr-ic50', '-3');
    await screen.press('drug-apply');
    expect(screen.get('notice-error').textContent).toContain('IKr: expected an IC50 above 0 nM, got "-3"');
  });

  it('says that a late sodium current block does nothing on this cell', async () => {
    const screen = await openDrugs();
    await screen.type('drug-channel-INaL-ic50', '10');
    expect(screen.text()).toContain('no effect');
    expect(screen.text()).toContain('no late sodium current');
  });
});
