import { contextBridge, ipcRenderer } from 'electron';
import { eventChannel, gpuPortChannel, requestChannel, sampleAckChannel } from '../shared/contract/channels.ts';
import type { Answer, EventKey, SampleBlock } from '../shared/contract/contract.ts';
import { contractKeys, eventKeys } from '../shared/contract/keys.ts';

type Listener = (event: unknown) => void;

/** Of an Error only the message crosses into the page (Electron's context bridge drops other fields); it says all the operator needs. */
async function call(key: (typeof contractKeys)[number], request: unknown): Promise<unknown> {
  const answer = (await ipcRenderer.invoke(requestChannel(key), request)) as Answer<unknown>;
  if (answer.ok) return answer.value;
  const error = new Error(answer.message);
  error.name = answer.code;
  throw Object.assign(error, { code: answer.code });
}

function listeners(key: EventKey): Set<Listener> {
  const set = new Set<Listener>();
  ipcRenderer.on(eventChannel(key), (_event, payload: unknown) => {
    try {
      for (const listener of set) listener(payload);
    } finally {
      if (key === 'rig:samples') ipcRenderer.send(sampleAckChannel, (payload as SampleBlock).seq);
    }
  });
  return set;
}

function exposeWorkstation(): void {
  const calls = contractKeys.map((key) => [key, (request: unknown) => call(key, request)] as const);
  const subscriptions = eventKeys.map((key) => {
    const set = listeners(key);
    const subscribe = (listener: Listener): (() => void) => {
      set.add(listener);
      return () => set.delete(listener);
    };
    return [key, subscribe] as const;
  });
  contextBridge.exposeInMainWorld('twinclamp', {
    call: Object.fromEntries(calls),
    on: Object.fromEntries(subscriptions),
  });
}

/** The hidden WebGPU page gets nothing but its message port. */
function relayGpuPort(): void {
  ipcRenderer.on(gpuPortChannel, (event) => window.postMessage(gpuPortChannel, location.origin, event.ports));
}

if (location.pathname.startsWith('/gpu/')) relayGpuPort();
else exposeWorkstation();
