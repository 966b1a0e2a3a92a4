// @vitest-environment happy-dom
import { createElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { render } from '../dev/render.testing.ts';
import { INITIAL_STATE } from '../state/appState.ts';
import { LIVE_STATES, STATE_WORD } from './rigStateLook.ts';
import { StateBar } from './StateBar.tsx';

const rig = INITIAL_STATE.rig;

describe('state bar', () => {
  it.each([...LIVE_STATES])('aborts at once while %s, with one press and no question', async (state) => {
    const abort = vi.fn(async () => ({ ...rig, state: 'idle' as const }));
    const screen = await render(createElement(StateBar), 'idle', { 'rig:abort': abort });
    await screen.push('rig:status', { ...rig, state });
    await screen.press('abort');
    expect(abort).toHaveBeenCalledTimes(1);
  });

  it('sends a second abort although the first has not answered', async () => {
    const abort = vi.fn(() => new Promise<typeof rig>(() => undefined));
    const screen = await render(createElement(StateBar), 'idle', { 'rig:abort': abort });
    await screen.push('rig:status', { ...rig, state: 'recording' });
    await screen.press('abort');
    await screen.press('abort');
    expect(abort).toHaveBeenCalledTimes(2);
  });

  it('has nothing to abort while disconnected', async () => {
    const screen = await render(createElement(StateBar), 'start');
    expect((screen.get('abort') as HTMLButtonElement).disabled).toBe(true);
  });

  it.each(['disconnected', ...LIVE_STATES] as const)('shows the simulated badge while %s', async (state) => {
    const screen = await render(createElement(StateBar), 'idle');
    await screen.push('rig:status', { ...rig, state, simulated: true });
    expect(screen.get('simulated-badge').textContent).toBe('Simulated');
    expect(screen.get('state-word').textContent).toBe(STATE_WORD[state]);
  });

  it('never calls a real rig simulated', async () => {
    const screen = await render(createElement(StateBar), 'real');
    expect(screen.find('simulated-badge')).toBeNull();
  });

  it('marks lost samples and a full disk by more than colour', async () => {
    const screen = await render(createElement(StateBar), 'idle');
    await screen.push('rig:status', { ...rig, state: 'recording', lostSamples: 12, diskMinutesLeft: 4 });
    expect(screen.text()).toContain('▲12');
    expect(screen.text()).toContain('▲4 min');
  });

  it('tells the backend of inference and its state', async () => {
    const screen = await render(createElement(StateBar), 'idle');
    await screen.push('inference:status', { state: 'restarting', backend: 'webgpu (discrete)', backendNote: null });
    expect(screen.text()).toContain('WebGPU · restarting');
  });
});
