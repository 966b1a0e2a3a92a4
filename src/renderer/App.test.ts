// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { act, createElement } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { parseDrugTable } from '../core/drug/drug-table.ts';
import { findDrug } from '../core/drug/find-drug.ts';
import { App } from './App.tsx';
import { fakeJob } from './dev/fake-job.ts';
import { fakeTwin } from './dev/fake-cell.ts';
import { render } from './dev/render.testing.ts';
import { withdrawnWhereFailed } from '../core/twin/fit-failed.ts';
import { openTwin as openTwinOf } from './features/twin/twinActions.ts';
import type { Twin } from './state/appState.ts';
import { changeStudy } from './features/drugs/experiment/studyActions.ts';
import { chooseDrugByName } from './features/drugs/drugActions.ts';
import { DISCONNECTED_RIG } from '../shared/contract/disconnected-rig.ts';

// happy-dom has no canvas; what the plots draw is looked at in a real browser.
vi.mock('./traces/TimePlot.tsx', () => ({
  TimePlot: ({ label, testId }: { label: string; testId?: string }) =>
    createElement('figure', { 'aria-label': label, 'data-testid': testId }),
}));

const app = (): ReturnType<typeof createElement> => createElement(App);
const desk = (screen: { element: HTMLElement }): string | null | undefined =>
  screen.element.querySelector('main')?.getAttribute('aria-label');

beforeEach(() => localStorage.clear());

function failedTwin(): Twin {
  const twin = fakeTwin('refined', 'c', 'p', ['The fit cannot reach the noise.']);
  const fit = { ...twin.fit, chi2PerSample: 726 };
  return { ...twin, fit, parameters: withdrawnWhereFailed(twin.parameters, fit) };
}

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

  it('shows every failed request of the start and continues', async () => {
    const screen = await render(app(), 'broken');
    expect(screen.all('notice-error').length).toBeGreaterThanOrEqual(5);
    expect(screen.get('state-word').textContent).toBe('Disconnected');
  });

  it('shows the reason of a fault on every desk', async () => {
    const screen = await render(app());
    await screen.press('desk-drugs');
    await screen.push('rig:status', { ...DISCONNECTED_RIG, state: 'fault', fault: 'The device vanished. Plug it in again.' });
    expect(screen.get('fault').textContent).toContain('The device vanished. Plug it in again.');
  });
});

describe('rig desk', () => {
  it('does not record a cell without a name and gives the reason', async () => {
    const record = vi.fn(async () => ({ sessionKey: 's', recordingId: 1 }));
    const screen = await render(app(), 'idle', { 'rig:record': record });
    await screen.press('record');
    expect(record).not.toHaveBeenCalled();
    expect(screen.text()).toContain('Name the cell.');
    await screen.type('cell-name', 'Dish 1 cell 2');
    await screen.press('record');
    // The bath has not been measured: no temperature is stated.
    expect(record).toHaveBeenCalledWith({ protocolId: 'clark2022-rounded', cellName: 'Dish 1 cell 2', spontaneousSeconds: 10 });
  });

  it('leads from the finished inference to the twin', async () => {
    const screen = await render(app());
    await screen.push('jobs:changed', [fakeJob({ state: 'done', stage: 'done', fraction: 1, twinId: 2 })]);
    await screen.press('twin-ready');
    expect(desk(screen)).toBe('Twin');
    expect(screen.get('nrmse').textContent).toBe('0.84');
    expect(screen.all('parameter-row')).toHaveLength(52);
  });
});

describe('twin desk', () => {
  const openTwin = async (scene: string) => {
    const screen = await render(app(), scene);
    await screen.push('jobs:changed', [fakeJob({ state: 'done', stage: 'done', fraction: 1, twinId: 2 })]);
    await screen.press('twin-ready');
    return screen;
  };

  it('marks parameters that come from the prior', async () => {
    const screen = await openTwin('idle');
    const opened = screen.workstation.store.get().openTwin;
    if (opened.kind !== 'loaded') throw new Error('Expected the twin to be open.');
    const { twin } = opened.value;
    const prior = twin.parameters.filter(({ informedBy }) => informedBy === 'prior').length;
    const badges = [...screen.element.querySelectorAll('[data-informed-by="prior"]')];
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

  it('calls no parameter informed by data where the fit failed', async () => {
    const screen = await render(app(), 'idle', { 'twin:get': async () => failedTwin() });
    await screen.push('jobs:changed', [
      fakeJob({ state: 'done', stage: 'done', twinId: 2, fitFailed: true, alarms: ['The fit cannot reach the noise.'] }),
    ]);
    await screen.press('twin-ready');
    expect(screen.get('fit-failed').textContent).toContain('no parameter is called informed by the recording');
    expect(
      screen.element.querySelectorAll('[data-informed-by="data"], [data-informed-by="partly"], [data-informed-by="prior"]'),
    ).toHaveLength(0);
    expect(screen.element.querySelectorAll('[data-informed-by="nothing"]')).toHaveLength(52);
  });

  it.each([
    [{ temperatureSource: 'assumed' }, 'not stated (37 °C assumed)'],
    [{ temperatureSource: 'stated', temperatureC: 32.5 }, '32.5 °C'],
    [{}, '37 °C (stated or assumed: unknown)'],
  ] as const)('shows an unstated temperature as unknown (%#)', async (over, words) => {
    const screen = await render(app(), 'idle', { 'twin:get': async () => ({ ...fakeTwin('refined', 'c', 'p', []), ...over }) });
    await screen.push('jobs:changed', [fakeJob({ state: 'done', stage: 'done', twinId: 2 })]);
    await screen.press('twin-ready');
    expect(screen.get('twin-temperature').textContent).toBe(words);
  });

  it('writes the report of the twin on screen and of no other', async () => {
    const report = vi.fn(async () => '/home/lab/report.html');
    const screen = await render(app(), 'idle', { 'twin:report': report });
    await act(async () => openTwinOf(screen.workstation, 's3', 1));
    await screen.press('report');
    expect(report).toHaveBeenCalledWith({ sessionKey: 's3', twinId: 1 });
  });

  it('reports where a twin was written, and nothing when the operator cancelled', async () => {
    const screen = await openTwin('idle');
    await screen.press('export-twin');
    await screen.press('export-json');
    expect(screen.get('notice-info').textContent).toContain('/home/lab/twin.json');
  });
});

describe('review desk', () => {
  it('shows alarms of a twin in their words', async () => {
    const screen = await render(app(), 'alarm');
    await screen.press('desk-review');
    await screen.press('session-row');
    expect(screen.all('alarm-words')[0]?.textContent).toMatch(/^▲ 2 alarms: The recording lies outside/);
  });

  it('shows the damage of a session and of a recording, and which samples have not been read back', async () => {
    const screen = await render(app(), 'review');
    await screen.press('desk-review');
    expect(screen.get('session-damage').textContent).toContain('does not match its checksum');
    await act(async () => screen.all('session-row')[0]?.click());
    await screen.settle();
    expect(screen.get('read-back').textContent).toContain('all samples read back');
    const choose = async (row: number): Promise<void> =>
      act(async () => screen.all('recording-row')[row]?.querySelector('button')?.click());
    await choose(1);
    expect(screen.get('read-back').textContent).toContain('not yet verified');
    await choose(2);
    expect(screen.get('read-back').textContent).toContain('320 of 12720 expected samples are not in the file');
  });

  it('shows a file it cannot read with the reason, and opens the others', async () => {
    const screen = await render(app());
    await screen.press('desk-review');
    expect(screen.get('session-problem').textContent).toContain('Restore it from a backup');
    await screen.press('session-row');
    expect(screen.all('recording-row')).toHaveLength(3);
  });
});

describe('what a desk does automatically', () => {
  it('is nothing: an inference that ends opens nothing, on whatever desk the operator is', async () => {
    const answer = { twinId: 2, twin: {} } as never;
    const screen = await render(app(), 'idle', { 'twin:infer': async () => answer });
    await screen.press('desk-review');
    await screen.press('session-row');
    await act(async () => [...screen.element.querySelectorAll('button')].find(({ textContent }) => textContent === 'Infer twin')?.click());
    await screen.push('rig:status', {
      ...DISCONNECTED_RIG,
      state: 'recording',
      recording: { sessionKey: 'live', recordingId: 1, protocolId: 'p', elapsedMs: 0, totalMs: 1 },
    });
    await screen.push('jobs:changed', [fakeJob({ origin: 'asked', state: 'done', stage: 'done', twinId: 2 })]);
    expect(desk(screen)).toBe('Review');
    await screen.press('jobs-button');
    expect(desk(screen)).toBe('Review');
    await screen.press('job-open');
    expect(desk(screen)).toBe('Twin');
  });
});

describe('drugs desk', () => {
  it('uses the default source of command line and report, and shows its kind and the difference of the others', async () => {
    const screen = await openDrugs(realDrugs);
    const table = await realDrugs();
    for (const drug of new Set(table.map((entry) => entry.drug))) {
      await act(async () => chooseDrugByName(screen.workstation, drug));
      const { choice, channels } = screen.workstation.store.get().drugForm;
      expect(table[choice]).toEqual(findDrug(table, drug).entry);
      expect(Number(channels.IKr.ic50Nm)).toBe(findDrug(table, drug).entry.channels.find(({ channel }) => channel === 'IKr')?.ic50Nm ?? 0);
    }
    await act(async () => chooseDrugByName(screen.workstation, 'dofetilide'));
    const [first] = screen.get('drug-source').querySelectorAll('option');
    expect(first?.textContent).toBe('FDA manual 2018 · manual patch clamp');
    expect(screen.get('source-spread').textContent).toMatch(/Sources differ at 2 nM: block of IKr from 8 to 55 %/);
  });

  const realDrugs = async () =>
    parseDrugTable(readFileSync('resources/drugs/drugs.json', 'utf8')).map((entry) => ({
      ...entry,
      channels: entry.channels.map((channel) => ({ ...channel })),
    }));
  const openDrugs = async (drugs?: typeof realDrugs) => {
    const screen = await render(app(), 'idle', drugs === undefined ? {} : { 'drug:list': drugs });
    await screen.push('jobs:changed', [fakeJob({ state: 'done', stage: 'done', fraction: 1, twinId: 2 })]);
    await screen.press('twin-ready');
    await screen.press('desk-drugs');
    await act(async () => changeStudy(screen.workstation, { tab: 'one' }));
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

  it('reports what is wrong with an IC50 and sends nothing', async () => {
    const screen = await openDrugs();
    await screen.type('drug-channel-IKr-ic50', '-3');
    await screen.press('drug-apply');
    expect(screen.get('notice-error').textContent).toContain('IKr: expected an IC50 above 0 and up to 1e15 nM, got "-3"');
  });

  it('states that a late sodium current block has no effect on this cell', async () => {
    const screen = await openDrugs();
    await screen.type('drug-channel-INaL-ic50', '10');
    expect(screen.text()).toContain('no effect');
    expect(screen.text()).toContain('no late sodium current');
  });
});
