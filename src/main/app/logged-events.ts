import type { EventKey, EventOf } from '../../shared/contract/contract.ts';
import type { EventSender } from '../ipc/event-sender.ts';
import type { ProgramLog } from './program-log.ts';

/** A sender that also logs what changes: the state of the rig and of the inference, and every notice the operator gets. */
export function loggedEvents(send: EventSender, log: ProgramLog): EventSender {
  const last = new Map<string, string>();
  const logChange = (subject: string, state: string): void => {
    if (last.get(subject) === state) return;
    last.set(subject, state);
    log(`${subject}: ${state}`);
  };
  const note: { [K in EventKey]?: (event: EventOf<K>) => void } = {
    'rig:status': ({ state, simulated }) => logChange('rig', simulated ? `${state}, simulated` : state),
    'inference:status': ({ state }) => logChange('inference', state),
    'app:notice': ({ level, message }) => log(`${level}: ${message}`),
  };
  return (key, event) => {
    note[key]?.(event);
    send(key, event);
  };
}
