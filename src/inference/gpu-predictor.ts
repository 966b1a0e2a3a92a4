import type { GpuPredictor, GpuReply, GpuRequest, ModelBytes } from '../shared/inference/gpu.ts';

/** The part of a message port this needs: Electron's MessagePortMain and Node's MessagePort both have it. */
export interface GpuPort {
  postMessage(message: GpuRequest): void;
  on(event: 'message', listener: (event: { data: GpuReply }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
}

/** An answer that takes longer means a lost GPU; the caller then uses the next backend. */
const ANSWER_LIMIT_MS = 60_000;

/** Speaks to the hidden WebGPU page over its port. Every call rejects when the port closes. */
export function portPredictor(port: GpuPort, description: string): GpuPredictor {
  type Waiting = { resolve: (reply: GpuReply) => void; reject: (error: Error) => void };
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let closed = false;

  // From a page: anything but the answer to an open request is ignored.
  port.on('message', ({ data }) => waiting.get((data as GpuReply | null | undefined)?.id ?? 0)?.resolve(data));
  port.on('close', () => {
    closed = true;
    for (const { reject } of waiting.values()) reject(new Error('The WebGPU window closed before it answered.'));
  });
  port.start();

  async function ask(request: (id: number) => GpuRequest): Promise<GpuReply> {
    if (closed) throw new Error('The WebGPU window is closed; expected it to run while TwinClamp runs.');
    const id = nextId++;
    let limit: NodeJS.Timeout | undefined;
    try {
      const reply = await new Promise<GpuReply>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        limit = setTimeout(
          () => reject(new Error(`The WebGPU window gave no answer within ${ANSWER_LIMIT_MS / 1000} s.`)),
          ANSWER_LIMIT_MS,
        );
        port.postMessage(request(id));
      });
      if (reply.type === 'error') throw new Error(`WebGPU failed: ${reply.message}`);
      return reply;
    } finally {
      clearTimeout(limit);
      waiting.delete(id);
    }
  }

  return {
    description,
    async load(model: ModelBytes) {
      await ask((id) => ({ type: 'load', id, model }));
    },
    async predict(modelId, features, rows) {
      const reply = await ask((id) => ({ type: 'predict', id, modelId, features, rows }));
      if (reply.type !== 'predicted') throw new Error(`Expected a prediction of the WebGPU window, got "${reply.type}".`);
      const { values } = reply;
      if (!(values instanceof Float32Array) || values.length === 0 || values.length % rows !== 0) {
        throw new Error(`Expected ${rows} rows of values of the WebGPU window, got something else.`);
      }
      return values;
    },
  };
}
