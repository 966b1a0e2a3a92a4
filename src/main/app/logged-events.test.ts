import { expect, test } from 'vitest';
import type { RigStatus } from '../../shared/contract/schemas.ts';
import { loggedEvents } from './logged-events.ts';

test('logs changes of state once and every notice, and sends all on', () => {
  const lines: string[] = [];
  const sent: string[] = [];
  const send = loggedEvents(
    (key) => sent.push(key),
    (line) => lines.push(line),
  );
  const idle = { state: 'idle', simulated: true } as RigStatus;
  send('rig:status', idle);
  send('rig:status', idle);
  send('inference:status', { state: 'ready', backend: null, backendNote: null });
  send('app:notice', { level: 'warning', message: 'Disk is nearly full.' });
  send('session:changed', { sessionKey: 'a' });
  expect(lines).toEqual(['rig: idle, simulated', 'inference: ready', 'warning: Disk is nearly full.']);
  expect(sent).toHaveLength(5);
});
