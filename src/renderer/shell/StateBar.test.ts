// @vitest-environment happy-dom
import { createElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { render } from '../dev/render.testing.ts';
import { DISCONNECTED_RIG } from '../../shared/contract/disconnected-rig.ts';
import { LIVE_STATES, STATE_WORD } from '../ui/rigStateLook.ts';
import { StateBar } from './StateBar.tsx';

const rig = DISCONNECTED_RIG;

describe('state bar', () => {
  it.each([...LIVE_STATES])('aborts at once while %s, with one press and no question', async (state) => {
    const abort = vi.fn(async () => ({ ...rig, state: 'idle' as const }));
    const screen = await render(createElement(StateBar), 'idle', { 'rig:abort': abort });
    await screen.push('rig:status', { ...rig, state });
    await screen.press('abort');
    expect(abort).toHaveBeenCalledTimes(1);
  });

  it('sends a second abort even if the first has not been answered', async () => {
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

  it.each(['fault', 'disconnected'] as const)(
    'marks what the device said as old by word and shape in %s, and a simulated cell stays one',
    async (state) => {
      const screen = await render(createElement(StateBar), 'idle');
      const membraneTest = {
        seriesResistanceMohm: 4.8,
        membraneCapacitancePf: 58.3,
        membraneResistanceMohm: 912,
        holdingCurrentPa: -41,
        noisePa: 3,
      };
      const live = {
        ...rig,
        state: 'idle' as const,
        simulated: true,
        device: { name: 'd', firmware: '1', serial: '1' },
        mode: 'VC' as const,
        holdingMv: -80,
        membraneTest,
      };
      await screen.push('rig:status', live);
      expect(screen.text()).not.toContain(' old');
      await screen.push('rig:status', { ...live, state, simulated: false, device: null });
      for (const label of ['Mode', 'Holding', 'Rs', 'Cm', 'Rm']) expect(screen.text()).toContain(`${label} old◷`);
      expect(screen.get('simulated-badge').textContent).toBe('Simulated');
      await screen.push('rig:status', { ...live, state: 'connecting', simulated: false, device: null, membraneTest: null });
      expect(screen.find('simulated-badge')).toBeNull();
    },
  );

  it('shows what is not on the disk yet, prominently and only then', async () => {
    const screen = await render(createElement(StateBar), 'idle');
    await screen.push('rig:status', { ...rig, state: 'recording', notYetStoredS: 0.4 });
    expect(screen.find('not-yet-stored')).toBeNull();
    await screen.push('rig:status', { ...rig, state: 'recording', notYetStoredS: 3.24 });
    expect(screen.get('not-yet-stored').textContent).toBe('▲ Not yet stored 3.2 s');
    expect(screen.get('not-yet-stored').getAttribute('role')).toBe('alert');
  });

  it('shows the backend of inference and its state', async () => {
    const screen = await render(createElement(StateBar), 'idle');
    await screen.push('inference:status', { state: 'restarting', backend: 'webgpu (discrete)', backendNote: null });
    expect(screen.text()).toContain('WebGPU · restarting');
  });
});
