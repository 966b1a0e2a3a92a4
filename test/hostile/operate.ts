import type { Rig } from '../../src/main/rig/index.ts';
import type { Operation } from './behaviour.ts';
import type { HostileLink } from './hostile-link.ts';

type Within = <T>(what: string, work: Promise<T>) => Promise<T | null>;
const LOOK_MS = 2;
const LONGEST_WAIT_MS = 15_000;

/** The operator: acts once the session is where the operation needs it. */
export async function operate(operation: Operation, rig: Rig, link: HostileLink, within: Within): Promise<void> {
  const when = async (there: () => boolean): Promise<boolean> => {
    const end = Date.now() + LONGEST_WAIT_MS;
    while (!there()) {
      if (Date.now() > end) return false;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return true;
  };
  const heard = (kind: 'hello' | 'compensation' | 'protocolItem', count: number) => (): boolean => (link.heard.get(kind) ?? 0) >= count;
  const recording = (): boolean => rig.status().state === 'recording' && (rig.status().recording?.elapsedMs ?? 0) > 50;
  switch (operation) {
    case 'none':
      return;
    case 'abort-connecting':
      if (await when(heard('hello', 1))) await within('abort', rig.abort());
      return;
    case 'disconnect-connecting':
      if (await when(heard('hello', 1))) await within('disconnect', rig.disconnect());
      return;
    case 'abort-test':
      if (await when(() => link.played.length > 0)) await within('abort', rig.abort());
      return;
    case 'abort-compensation':
      if (await when(heard('compensation', 2))) await within('abort', rig.abort());
      return;
    case 'abort-download':
      // The membrane test has 21 items.
      if (await when(heard('protocolItem', 23))) await within('abort', rig.abort());
      return;
    case 'abort-recording':
      if (await when(recording)) await within('abort', rig.abort());
      return;
    case 'abort-thrice':
      if (await when(recording)) await Promise.all([1, 2, 3].map(() => within('abort', rig.abort())));
      return;
    case 'stop-recording':
      if (await when(recording)) await within('stop', rig.stop());
      return;
    case 'disconnect-recording':
      if (await when(recording)) await within('disconnect', rig.disconnect());
      return;
  }
}
