import { describe, expect, it } from 'vitest';
import type { Manipulator } from '../rig/index.ts';
import { ManipulatorDesk } from './manipulator-desk.ts';

/** A manipulator that answers a question when it is told to, with a record of what reached it. */
function slowManipulator(): { manipulator: Manipulator; heard: string[]; answer: () => void } {
  const heard: string[] = [];
  const waiting: (() => void)[] = [];
  const asked = (what: string): Promise<void> => {
    heard.push(what);
    return new Promise((resolve) => waiting.push(resolve));
  };
  const manipulator: Manipulator = {
    name: 'Slow',
    mayBePolled: false,
    halt: () => void heard.push('halt'),
    position: () => asked('position').then(() => ({ xUm: 1, yUm: 2, zUm: 3 })),
    stop: () => asked('stop'),
    close: () => Promise.resolve(void heard.push('close')),
  };
  return { manipulator, heard, answer: () => waiting.shift()?.() };
}
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('the manipulator beside the rig', () => {
  it('is sent its stop while it still answers another question, then once more with an answer', async () => {
    const { manipulator, heard, answer } = slowManipulator();
    const desk = new ManipulatorDesk(
      () => undefined,
      () => Promise.resolve(manipulator),
    );
    const connected = desk.connect({ kind: 'mp-285', port: '/dev/ttyUSB0' });
    await soon();
    expect(heard).toEqual(['position']);
    const stopped = desk.stop();
    expect(heard).toEqual(['position', 'halt']);
    answer();
    await connected;
    await soon();
    expect(heard).toEqual(['position', 'halt', 'stop']);
    answer();
    await soon();
    answer();
    await stopped;
    expect(desk.now()).toMatchObject({ name: 'Slow', position: { xUm: 1, yUm: 2, zUm: 3 }, problem: null, isPolled: false });
    await desk.disconnect();
    expect(heard.at(-1)).toBe('close');
    expect(desk.now()).toBeNull();
    await expect(desk.stop()).rejects.toThrow(/none is connected/);
  });

  it('shows why it does not say where it is, and that a stop was not confirmed', async () => {
    const silent = { ...slowManipulator().manipulator };
    const failure = (): Promise<never> => Promise.reject(new Error('Expected an answer, got 0 bytes.'));
    const desk = new ManipulatorDesk(
      () => undefined,
      () => Promise.resolve({ ...silent, position: failure, stop: failure }),
    );
    await desk.connect({ kind: 'mpc-200', port: '/dev/ttyUSB0' });
    expect(desk.now()).toMatchObject({ position: null, problem: 'Expected an answer, got 0 bytes.' });
    await expect(desk.stop()).rejects.toThrow(
      'The stop was sent and not confirmed. Expected an answer, got 0 bytes. Stop it at its controller.',
    );
  });
});
