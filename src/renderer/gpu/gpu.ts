import { gpuPortChannel } from '../../shared/contract/channels.ts';
import type { GpuProbe, GpuReply, GpuRequest } from '../../shared/inference/gpu.ts';
import { findAdapter } from './adapter.ts';
import { Networks } from './networks.ts';

// The page of the hidden WebGPU window. Each port that main passes to it serves either one probe or one inference process.
const networks = new Networks();

async function carryOut(request: GpuRequest): Promise<GpuReply> {
  try {
    if (request.type === 'load') {
      await networks.load(request.model);
      return { type: 'loaded', id: request.id };
    }
    const values = await networks.predict(request.modelId, request.features, request.rows);
    return { type: 'predicted', id: request.id, values };
  } catch (error) {
    return { type: 'error', id: request.id, message: error instanceof Error ? error.message : String(error) };
  }
}

async function answer(port: MessagePort, message: GpuProbe | GpuRequest): Promise<void> {
  if (message.type !== 'probe') {
    port.postMessage(await carryOut(message));
    return;
  }
  try {
    port.postMessage(await findAdapter(navigator.gpu, message.allowSoftware));
  } catch (error) {
    port.postMessage({ kind: 'none', reason: error instanceof Error ? error.message : String(error) });
  }
}

window.addEventListener('message', (event) => {
  const port = event.ports[0];
  if (event.data !== gpuPortChannel || event.origin !== location.origin || port === undefined) return;
  port.onmessage = ({ data }: MessageEvent<GpuProbe | GpuRequest>) => void answer(port, data);
});
