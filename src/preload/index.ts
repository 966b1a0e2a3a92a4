import { contextBridge, ipcRenderer } from 'electron';
import { dropChannel, eventChannel, gpuPortChannel, requestChannel, sampleAckChannel } from '../shared/contract/channels.ts';
import type { Answer, ErrorCode, EventKey, SampleBlock } from '../shared/contract/contract.ts';
import { contractKeys, eventKeys } from '../shared/contract/keys.ts';
import { messageProblem } from '../shared/contract/message-size.ts';
import { unpacked } from '../shared/contract/packed.ts';
import { watchDrops } from './drops.ts';

type Listener = (event: unknown) => void;

/** Limit of unanswered requests to main; a page that sends more gets an error here and costs main nothing. */
const IN_FLIGHT_MOST = 64;
let inFlight = 0;

async function call(key: (typeof contractKeys)[number], request: unknown): Promise<unknown> {
  // Checked here first: main need not unpack what never leaves this process.
  const problem = messageProblem(request);
  if (problem !== null) throw refusal('bad-request', `${key}: expected a request of the window, got ${problem}.`);
  if (inFlight >= IN_FLIGHT_MOST && key !== 'rig:abort') {
    throw refusal(
      'busy',
      `${key}: expected at most ${IN_FLIGHT_MOST} requests at once, more came. Wait until the earlier ones are answered.`,
    );
  }
  inFlight++;
  try {
    const answer = (await ipcRenderer.invoke(requestChannel(key), request)) as Answer<unknown>;
    if (answer.ok) return 'packed' in answer ? unpacked(answer.packed) : answer.value;
    throw refusal(answer.code, answer.message);
  } finally {
    inFlight--;
  }
}

/** Of an Error only the message reaches the page (Electron's context bridge drops other fields); it says all the operator needs. */
function refusal(code: ErrorCode, message: string): Error {
  const error = new Error(message);
  error.name = code;
  return Object.assign(error, { code });
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
else {
  exposeWorkstation();
  watchDrops(window, (paths) => ipcRenderer.send(dropChannel, paths));
}
