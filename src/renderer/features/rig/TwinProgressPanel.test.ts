// @vitest-environment happy-dom
import { createElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import type { JobView } from '../../../shared/contract/schemas.ts';
import { fakeJob } from '../../dev/fake-job.ts';
import { render } from '../../dev/render.testing.ts';
import { DISCONNECTED_RIG } from '../../../shared/contract/disconnected-rig.ts';
import type { InferenceEstimate } from '../../state/appState.ts';
import { RecordPanel } from './RecordPanel.tsx';
import { TwinProgressPanel } from './TwinProgressPanel.tsx';

const features = { beats: 10, cycleLengthMs: 912.4, apd50Ms: 300, apd90Ms: 401.2, mdpMv: -75, peakMv: 30, dvdtMaxVs: null };
const estimate = (over: Partial<InferenceEstimate>): InferenceEstimate => ({
  source: 'network',
  starts: 0,
  chi2PerSample: 2.345,
  beat: { outcome: 'beating', features },
  ...over,
});
const job = (stage: JobView['stage'], known: Partial<InferenceEstimate> | null, over: Partial<JobView> = {}): JobView =>
  fakeJob({
    stage,
    state: stage === 'done' || stage === 'failed' || stage === 'cancelled' ? stage : 'running',
    estimate: known === null ? null : estimate(known),
    ...over,
  });
const recordingOf = (sessionKey: string, recordingId = 1) => ({
  ...DISCONNECTED_RIG,
  state: 'recording' as const,
  recording: { sessionKey, recordingId, protocolId: 'p', elapsedMs: 0, totalMs: 1 },
});

describe('the twin that is being made', () => {
  it('shows the answer of the network during the recording, and what becomes of it', async () => {
    const screen = await render(createElement(TwinProgressPanel));
    expect(screen.find('twin-estimate')).toBeNull();
    await screen.push('jobs:changed', [job('waiting', {})]);
    expect(screen.get('twin-estimate-word').textContent).toBe('Network’s answer, to be refined after the recording');
    expect(
      [screen.get('estimate-chi2'), screen.get('estimate-cycle'), screen.get('estimate-apd90')].map((value) => value.textContent),
    ).toEqual(['2.35', '912', '401']);
    await screen.push('jobs:changed', [job('refining', {})]);
    expect(screen.get('twin-estimate-word').textContent).toBe('Network’s answer, being refined');
  });

  it('follows the search to the twin', async () => {
    const screen = await render(createElement(TwinProgressPanel));
    const wordAfter = async (view: JobView): Promise<string | null> => {
      await screen.push('jobs:changed', [view]);
      return screen.get('twin-estimate-word').textContent;
    };
    expect(await wordAfter(job('refining', { source: 'start', starts: 1 }))).toBe('First fit, being refined');
    expect(await wordAfter(job('refining', { source: 'start', starts: 2 }))).toBe('Best of 2 fits, being refined');
    expect(await wordAfter(job('refining', { source: 'search', starts: 2 }))).toBe('Best of 2 fits, its ensemble being drawn');
    expect(await wordAfter(job('done', { source: 'twin', chi2PerSample: 1.01 }, { twinId: 2 }))).toBe('Twin, finished');
    expect(screen.get('estimate-chi2').textContent).toBe('1.01');
    expect(screen.find('twin-ready')).not.toBeNull();
  });

  it('states what a cell that does not beat does, and that a cell cannot be run', async () => {
    const screen = await render(createElement(TwinProgressPanel));
    await screen.push('jobs:changed', [
      job('refining', { beat: { outcome: 'quiescent', features: { ...features, cycleLengthMs: null, apd90Ms: null } } }),
    ]);
    expect(screen.find('estimate-cycle')).toBeNull();
    expect(screen.get('twin-estimate').textContent).toContain('The cell: quiescent (no beat).');
    await screen.push('jobs:changed', [job('refining', { beat: null })]);
    expect(screen.get('twin-estimate').textContent).toContain('cannot be run');
  });

  it('marks a cancelled twin as not refined, and cancels its own job', async () => {
    const cancel = vi.fn(async () => undefined);
    const screen = await render(createElement(TwinProgressPanel), 'idle', { 'jobs:cancel': cancel });
    await screen.push('jobs:changed', [job('refining', {}, { jobId: 5 })]);
    await screen.press('cancel-run-job');
    expect(cancel).toHaveBeenCalledWith({ jobId: 5 });
    await screen.push('jobs:changed', [job('cancelled', {}, { jobId: 5 })]);
    expect(screen.get('twin-estimate-word').textContent).toBe('Network’s answer, not refined');
  });
});

describe('whose twin it is', () => {
  it('never shows the figures of another cell, however often two jobs report', async () => {
    const screen = await render(createElement(TwinProgressPanel));
    await screen.push('rig:status', recordingOf('A'));
    const a = (chi2PerSample: number) => job('refining', { chi2PerSample }, { jobId: 1, sessionKey: 'A', cellName: 'cell A' });
    await screen.push('jobs:changed', [a(1)]);
    expect(screen.get('estimate-chi2').textContent).toBe('1.00');
    await screen.push('rig:status', { ...DISCONNECTED_RIG, state: 'idle' });
    expect(screen.get('twin-cell').textContent).toBe('cell A');
    // B is recorded while A is refined: A's figures disappear at once.
    await screen.push('rig:status', recordingOf('B'));
    expect(screen.find('twin-estimate')).toBeNull();
    for (let k = 0; k < 100; k++) {
      await screen.push('jobs:changed', [a(k)]);
      expect(screen.find('twin-estimate')).toBeNull();
    }
    const b = job('waiting', { chi2PerSample: 7 }, { jobId: 2, sessionKey: 'B', cellName: 'cell B' });
    for (let k = 0; k < 100; k++) {
      await screen.push('jobs:changed', k % 2 === 0 ? [b, a(k)] : [a(k), b]);
      expect([screen.get('twin-cell').textContent, screen.get('estimate-chi2').textContent]).toEqual(['cell B', '7.00']);
    }
  });

  it('keeps a result when its job has been seen, until another cell is recorded', async () => {
    const screen = await render(createElement(TwinProgressPanel));
    await screen.push('rig:status', recordingOf('A'));
    await screen.push('jobs:changed', [job('done', { source: 'twin' }, { sessionKey: 'A', cellName: 'cell A', twinId: 1 })]);
    await screen.push('jobs:changed', []);
    expect(screen.get('twin-cell').textContent).toBe('cell A');
    await screen.push('rig:status', { ...DISCONNECTED_RIG, state: 'idle' });
    await screen.push('rig:status', recordingOf('B'));
    expect(screen.find('twin-cell')).toBeNull();
  });

  it('joins a run in progress when the window opens, also in its free potential', async () => {
    const screen = await render(createElement(TwinProgressPanel));
    await screen.push('rig:status', recordingOf('A', 4));
    await screen.push('jobs:changed', [job('refining', {}, { jobId: 1, sessionKey: 'A', recordingId: 1, cellName: 'the run before' })]);
    expect(screen.find('twin-cell')).toBeNull();
    await screen.push('jobs:changed', [job('waiting', {}, { jobId: 2, sessionKey: 'A', recordingId: 3, cellName: 'this run' })]);
    expect(screen.get('twin-cell').textContent).toBe('this run');
  });

  it('a new recording begins without the estimate of the last one, and one that does not begin removes nothing', async () => {
    const answer = { fails: true };
    const record = vi.fn(async () => {
      if (answer.fails) throw new Error('The disk is full. Make room.');
      return { sessionKey: 's9', recordingId: 1 };
    });
    const screen = await render(createElement('div', null, createElement(RecordPanel), createElement(TwinProgressPanel)), 'idle', {
      'rig:record': record,
    });
    await screen.push('rig:status', recordingOf('s3'));
    await screen.push('rig:status', { ...DISCONNECTED_RIG, state: 'idle' });
    await screen.push('jobs:changed', [job('done', { source: 'twin' }, { twinId: 2 })]);
    await screen.type('cell-name', 'Dish 1 cell 2');
    await screen.press('record');
    expect(screen.find('twin-estimate')).not.toBeNull();
    answer.fails = false;
    await screen.press('record');
    expect(record).toHaveBeenCalledTimes(2);
    expect(screen.find('twin-estimate')).toBeNull();
  });

  it('shows a failed twin as one', async () => {
    const screen = await render(createElement(TwinProgressPanel));
    await screen.push('jobs:changed', [
      job(
        'done',
        { source: 'twin', chi2PerSample: 726 },
        { twinId: 2, fitFailed: true, alarms: ['The fit cannot reach the noise.', 'Another.'] },
      ),
    ]);
    expect(screen.get('alarm-words').textContent).toBe('▲ 2 alarms: The fit cannot reach the noise.');
    expect(screen.get('estimate-chi2').parentElement?.textContent).toContain('▲');
    expect(screen.get('twin-ready').textContent).toBe('Open the twin with its alarms');
  });
});
