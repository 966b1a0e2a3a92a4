import type { GpuAdapterReport } from '../../shared/inference/gpu.ts';

/** Names of adapters and reasons are a line. */
const TEXT_MOST = 300;

/** The hidden page's report of its adapter, checked like anything that a page sends: without a complete report there is no adapter. */
export function adapterReport(message: unknown): GpuAdapterReport {
  const said: Readonly<Record<string, unknown>> = typeof message === 'object' && message !== null ? { ...message } : {};
  if (said['kind'] === 'adapter' && typeof said['software'] === 'boolean' && isLine(said['description'])) {
    return { kind: 'adapter', description: said['description'], software: said['software'] };
  }
  if (said['kind'] === 'none' && isLine(said['reason'])) return { kind: 'none', reason: said['reason'] };
  return { kind: 'none', reason: 'the WebGPU page gave an invalid answer' };
}

function isLine(value: unknown): value is string {
  return typeof value === 'string' && value.length <= TEXT_MOST;
}
