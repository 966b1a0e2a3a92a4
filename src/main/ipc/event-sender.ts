import { eventChannel } from '../../shared/contract/channels.ts';
import type { EventKey, EventOf } from '../../shared/contract/contract.ts';

/** Pushes one event to the window, if there is one. */
export type EventSender = <K extends EventKey>(key: K, event: EventOf<K>) => void;

/** What an event is sent through: the web contents of the window. */
interface Target {
  isDestroyed(): boolean;
  send(channel: string, event: unknown): void;
}

/** Events without a window are dropped: a page that opens later asks for the state itself. */
export function eventSender(target: () => Target | null): EventSender {
  return (key, event) => {
    const contents = target();
    if (contents !== null && !contents.isDestroyed()) contents.send(eventChannel(key), event);
  };
}
