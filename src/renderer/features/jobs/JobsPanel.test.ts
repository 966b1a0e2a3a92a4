// @vitest-environment happy-dom
import { act, createElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { fakeJob } from '../../dev/fake-job.ts';
import { render } from '../../dev/render.testing.ts';
import { JobsButton } from './JobsButton.tsx';
import { JobsPanel } from './JobsPanel.tsx';

const part = () => createElement('div', null, createElement(JobsButton), createElement(JobsPanel));
const done = { state: 'done', stage: 'done', fraction: 1, twinId: 2 } as const;

describe('the list of jobs', () => {
  it('shows for each the cell, the method and its progress, and never an internal number', async () => {
    const screen = await render(part());
    await screen.push('jobs:changed', [
      fakeJob({ jobId: 8123, cellName: 'Dish 2 cell 5', fraction: 0.425 }),
      fakeJob({
        jobId: 8124,
        cellName: 'Dish 2 cell 4',
        method: 'fit',
        origin: 'asked',
        state: 'queued',
        stage: 'queued',
        fraction: 0,
        simulated: false,
      }),
    ]);
    expect(screen.get('jobs-count').textContent).toBe('43 %');
    await screen.press('jobs-button');
    const [first, second] = screen.all('job-row').map(({ textContent }) => textContent);
    expect(first).toContain('Dish 2 cell 5Simulated');
    expect(first).toContain('Refined · Refining on the physics, 43 %');
    expect(second).toContain('Dish 2 cell 4Fit · Queued');
    expect(screen.text()).not.toMatch(/812[34]|s3/);
  });

  it('cancels the one whose button is pressed', async () => {
    const cancel = vi.fn(async () => undefined);
    const screen = await render(part(), 'idle', { 'jobs:cancel': cancel });
    await screen.push('jobs:changed', [fakeJob({ jobId: 1 }), fakeJob({ jobId: 2, cellName: 'other' })]);
    await screen.press('jobs-button');
    await act(async () => screen.all('job-cancel')[1]?.click());
    expect(cancel.mock.calls).toEqual([[{ jobId: 2 }]]);
  });

  it('shows alarms with their words where the result is shown, and in the rail by a shape', async () => {
    const screen = await render(part());
    await screen.push('jobs:changed', [
      fakeJob({ ...done, alarms: ['The fit cannot reach the noise.'], fitFailed: true }),
      fakeJob({ ...done, jobId: 2 }),
    ]);
    expect(screen.get('jobs-count').textContent).toBe('▲ 1');
    expect(screen.get('jobs-button').getAttribute('aria-label')).toBe('Jobs: 2 ready; 1 to look at');
    await screen.press('jobs-button');
    expect(screen.all('alarm-words').map(({ textContent }) => textContent)).toEqual(['▲ Alarm: The fit cannot reach the noise.']);
  });

  it('gives the reason why a job gave no twin', async () => {
    const screen = await render(part());
    await screen.push('jobs:changed', [fakeJob({ state: 'failed', stage: 'failed', message: 'The recording is truncated.' })]);
    await screen.press('jobs-button');
    expect(screen.get('job-row').textContent).toContain('The recording is truncated.');
    expect(screen.find('job-open')).toBeNull();
  });

  it('a twin that is opened counts as seen: its row is dismissed, the list closes', async () => {
    const dismiss = vi.fn(async () => undefined);
    const screen = await render(part(), 'idle', { 'jobs:dismiss': dismiss });
    await screen.push('jobs:changed', [fakeJob({ ...done, jobId: 3 })]);
    await screen.press('jobs-button');
    await screen.press('job-open');
    expect(dismiss).toHaveBeenCalledWith({ jobId: 3 });
    expect(screen.workstation.store.get()).toMatchObject({ desk: 'twin', jobsOpen: false });
  });

  it('closes with Escape and gives the focus back', async () => {
    const screen = await render(part());
    await screen.press('jobs-button');
    expect(document.activeElement).toBe(screen.get('jobs-panel'));
    await act(async () => screen.get('jobs-panel').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })));
    expect(screen.find('jobs-panel')).toBeNull();
    expect(document.activeElement).toBe(screen.get('jobs-button'));
  });
});
