// @vitest-environment happy-dom
import { createElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { render } from '../../dev/render.testing.ts';
import type { InferenceEstimate, InferenceProgress } from '../../state/appState.ts';
import { RecordPanel } from './RecordPanel.tsx';
import { TwinProgressPanel } from './TwinProgressPanel.tsx';

const KEY = { sessionKey: 's3', recordingId: 1 };
const progress = (stage: InferenceProgress['stage']): InferenceProgress => ({ ...KEY, stage, fraction: 0.3, message: '', twinId: stage === 'done' ? 2 : null });
const features = { beats: 10, cycleLengthMs: 912.4, apd50Ms: 300, apd90Ms: 401.2, mdpMv: -75, peakMv: 30, dvdtMaxVs: null };
const estimate = (over: Partial<InferenceEstimate>): InferenceEstimate => ({ ...KEY, source: 'network', starts: 0, chi2PerSample: 2.345, beat: { outcome: 'beating', features }, ...over });

describe('the twin that is being made', () => {
  it('shows the answer of the network while the recording goes on, and what becomes of it', async () => {
    const screen = await render(createElement(TwinProgressPanel));
    expect(screen.find('twin-estimate')).toBeNull();
    await screen.push('inference:progress', progress('waiting'));
    await screen.push('inference:estimate', estimate({}));
    expect(screen.get('twin-estimate-word').textContent).toBe('Network’s answer, to be refined after the recording');
    expect([screen.get('estimate-chi2'), screen.get('estimate-cycle'), screen.get('estimate-apd90')].map((value) => value.textContent)).toEqual(['2.35', '912', '401']);
    await screen.push('inference:progress', progress('refining'));
    expect(screen.get('twin-estimate-word').textContent).toBe('Network’s answer, being refined');
  });

  it('follows the search to the twin', async () => {
    const screen = await render(createElement(TwinProgressPanel));
    await screen.push('inference:progress', progress('refining'));
    await screen.push('inference:estimate', estimate({ source: 'start', starts: 1, chi2PerSample: 1.2 }));
    expect(screen.get('twin-estimate-word').textContent).toBe('First fit, being refined');
    await screen.push('inference:estimate', estimate({ source: 'start', starts: 2, chi2PerSample: 1.1 }));
    expect(screen.get('twin-estimate-word').textContent).toBe('Best of 2 fits, being refined');
    await screen.push('inference:estimate', estimate({ source: 'search', starts: 2, chi2PerSample: 1.1 }));
    expect(screen.get('twin-estimate-word').textContent).toBe('Best of 2 fits, its ensemble being drawn');
    await screen.push('inference:estimate', estimate({ source: 'twin', chi2PerSample: 1.01 }));
    await screen.push('inference:progress', progress('done'));
    expect(screen.get('twin-estimate-word').textContent).toBe('Twin, finished');
    expect(screen.get('estimate-chi2').textContent).toBe('1.01');
    expect(screen.find('twin-ready')).not.toBeNull();
  });

  it('of a cell that does not beat says what it does, of one that cannot be run that it cannot', async () => {
    const screen = await render(createElement(TwinProgressPanel));
    await screen.push('inference:progress', progress('refining'));
    await screen.push('inference:estimate', estimate({ beat: { outcome: 'quiescent', features: { ...features, cycleLengthMs: null, apd90Ms: null } } }));
    expect(screen.find('estimate-cycle')).toBeNull();
    expect(screen.get('twin-estimate').textContent).toContain('The cell does not beat: rests.');
    await screen.push('inference:estimate', estimate({ beat: null }));
    expect(screen.get('twin-estimate').textContent).toContain('cannot be run');
  });

  it('what was cancelled is marked as not refined; an estimate of another recording is not shown', async () => {
    const screen = await render(createElement(TwinProgressPanel));
    await screen.push('inference:estimate', estimate({}));
    await screen.push('inference:progress', progress('cancelled'));
    expect(screen.get('twin-estimate-word').textContent).toBe('Network’s answer, not refined');
    await screen.push('inference:progress', { ...progress('features'), recordingId: 4 });
    expect(screen.find('twin-estimate')).toBeNull();
  });

  it('a new recording begins without the estimate of the last one', async () => {
    const record = vi.fn(async () => KEY);
    const screen = await render(createElement('div', null, createElement(RecordPanel), createElement(TwinProgressPanel)), 'idle', { 'rig:record': record });
    await screen.push('inference:progress', progress('done'));
    await screen.push('inference:estimate', estimate({ source: 'twin' }));
    await screen.type('cell-name', 'Dish 1 cell 2');
    await screen.press('record');
    expect(record).toHaveBeenCalled();
    expect(screen.find('twin-estimate')).toBeNull();
  });
});
