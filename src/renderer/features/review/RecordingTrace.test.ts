// @vitest-environment happy-dom
import { act, createElement } from 'react';
import { expect, test, vi } from 'vitest';
import type { RequestOf } from '../../../shared/contract/contract.ts';
import type { RecordingSummary } from '../../../shared/contract/schemas.ts';
import { render } from '../../dev/render.testing.ts';
import { RecordingTrace } from './RecordingTrace.tsx';

vi.mock('../../traces/TimePlot.tsx', () => ({
  TimePlot: ({ testId, onZoom }: { testId: string; onZoom: (window: { fromMs: number; toMs: number }) => void }) =>
    createElement('button', { 'data-testid': testId, onClick: () => onZoom({ fromMs: 1500.02, toMs: 1200 }) }),
}));

const recording: RecordingSummary = {
  recordingId: 4,
  kind: 'voltage-clamp',
  protocol: null,
  sampleRateHz: 10_000,
  samples: 20_000,
  lostSamples: 0,
  startedAt: '2026-03-14T10:26:10Z',
  status: 'complete',
  device: 'imported',
  simulated: false,
  conditions: { membraneCapacitancePf: 40 },
  cell: null,
  excludedMs: [[100, 200]],
  rejected: null,
  bath: null,
  paced: false,
  leak: null,
  stimulusMs: null,
  clamp: null,
  bathChanged: false,
  corrections: [{ madeAt: '2026-03-14T10:26:10Z', words: 'excluded 100 to 200 ms' }],
  beat: null,
  verified: 'verified',
  damage: null,
};
const anywhere = (testId: string): HTMLElement => document.querySelector(`[data-testid="${testId}"]`)!;

async function shown(readOnly = false) {
  const sent: RequestOf<'session:correct'>[] = [];
  const screen = await render(createElement(RecordingTrace, { sessionKey: 's', recording, readOnly }), 'idle', {
    'session:correct': async (request) => {
      sent.push(request);
      return { recordingId: 4 };
    },
  });
  return { screen, sent };
}

test('a drag zooms, and after "Leave out" it leaves a stretch out; each can be used again', async () => {
  const { screen, sent } = await shown();
  await screen.press('review-current');
  expect(sent).toEqual([]);
  await screen.press('exclude');
  await screen.press('review-current');
  expect(sent.at(-1)).toEqual({
    sessionKey: 's',
    recordingId: 4,
    changes: {
      excludedMs: [
        [100, 200],
        [1200, 1500],
      ],
    },
  });
  expect(screen.get('excluded').textContent).toMatch(/0\.100 to 0\.200 s/);
  await screen.press('excluded-remove');
  expect(sent.at(-1)?.changes).toEqual({ excludedMs: [] });
  expect(sent).toHaveLength(2);
});

test('a temperature that nobody stated is "not stated", and can be stated with its history', async () => {
  const { screen, sent } = await shown();
  expect(screen.text()).toMatch(/bath temperature not stated/);
  expect(screen.text()).not.toMatch(/37/);
  await screen.press('conditions');
  expect(anywhere('corrections').textContent).toMatch(/excluded 100 to 200 ms/);
  const field = anywhere('correct-temperatureC') as HTMLInputElement;
  expect(field.placeholder).toBe('not stated');
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, '22');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await act(async () => anywhere('keep-correction').click());
  expect(sent).toEqual([{ sessionKey: 's', recordingId: 4, changes: { temperatureC: 22 } }]);
});

test('a session that is only read offers neither', async () => {
  const { screen } = await shown(true);
  expect(screen.find('conditions')).toBeNull();
  expect(screen.find('exclude')).toBeNull();
  expect(screen.find('excluded-remove')).toBeNull();
});
