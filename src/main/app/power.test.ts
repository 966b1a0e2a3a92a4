import { describe, expect, test, vi } from 'vitest';
import type { RigStatus } from '../../shared/contract/schemas.ts';
import { holdsCell, PowerGuard } from './power.ts';

const device = { name: 'd', firmware: '1', serial: '1' };
const real = (state: RigStatus['state']) => ({ state, simulated: false, device: state === 'disconnected' ? null : device }) as RigStatus;
const simulated = (state: RigStatus['state']) => ({ ...real(state), simulated: true }) as RigStatus;

function guard(status: RigStatus, abort: () => Promise<unknown> = () => Promise.resolve()) {
  const listeners = new Map<string, () => void>();
  const active = new Set<number>();
  let next = 0;
  const rig = { status: () => status, abort: vi.fn(abort) };
  const notices: string[] = [];
  const logged: string[] = [];
  const clock = { ms: 0 };
  const power = new PowerGuard({
    api: {
      blocker: { start: () => (active.add(++next), next), stop: (id) => void active.delete(id) },
      monitor: { on: (event, listener) => listeners.set(event, listener) },
    },
    rig,
    notify: (level, message) => notices.push(`${level}: ${message}`),
    log: (message) => logged.push(message),
    nowMs: () => clock.ms,
  });
  return { power, rig, notices, logged, active, clock, happen: (event: 'suspend' | 'resume') => listeners.get(event)?.() };
}

describe('keeping the computer awake', () => {
  test('while a run is on, and while a real device is connected', () => {
    expect(
      (['disconnected', 'connecting', 'idle', 'armed', 'recording', 'stopping', 'fault'] as const).map((state) =>
        holdsCell(simulated(state)),
      ),
    ).toEqual([false, false, false, true, true, true, false]);
    expect((['disconnected', 'idle', 'armed', 'recording', 'stopping', 'fault'] as const).map((state) => holdsCell(real(state)))).toEqual([
      false,
      true,
      true,
      true,
      true,
      true,
    ]);
  });

  test('blocks once and stops blocking when the cell is gone', () => {
    const { power, active } = guard(real('idle'));
    for (const state of ['idle', 'armed', 'recording', 'recording', 'idle'] as const) power.follow(real(state));
    expect(active.size).toBe(1);
    power.follow(real('disconnected'));
    expect(active.size).toBe(0);
    power.follow(simulated('recording'));
    expect(active.size).toBe(1);
    power.close();
    expect(active.size).toBe(0);
  });
});

describe('a suspend', () => {
  test('of a run aborts it at once and reports that on waking', async () => {
    const { rig, notices, logged, clock, happen } = guard(real('recording'));
    happen('suspend');
    expect(rig.abort).toHaveBeenCalledTimes(1);
    await Promise.resolve();
    clock.ms = 90_000;
    happen('resume');
    expect(notices).toEqual([
      'warning: The computer slept for 90 s. The run was aborted first, so that the cell was at its safe level; what was ' +
        'recorded until then is kept. Look at the cell and run the membrane test before you record.',
    ]);
    expect(logged).toHaveLength(3);
  });

  test('with an abort that fails reports that', async () => {
    const { notices, happen } = guard(real('recording'), () => Promise.reject(new Error('The port is gone.')));
    happen('suspend');
    await new Promise((resolve) => setTimeout(resolve, 0));
    happen('resume');
    expect(notices[0]).toMatch(/could not be aborted before \(The port is gone\.\)/);
    expect(notices[0]?.length).toBeLessThan(400);
  });

  test('with a cell on an idle device aborts nothing and reports who held it', () => {
    const { rig, notices, happen } = guard(real('idle'));
    happen('suspend');
    happen('resume');
    expect(rig.abort).not.toHaveBeenCalled();
    expect(notices[0]).toMatch(/The device held the cell by itself/);
  });

  test('without a rig is logged and not reported', () => {
    const { notices, logged, happen } = guard(real('disconnected'));
    happen('suspend');
    happen('resume');
    happen('resume');
    expect(notices).toEqual([]);
    expect(logged).toHaveLength(3);
  });
});
