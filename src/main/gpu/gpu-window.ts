import { BrowserWindow, MessageChannelMain, type MessagePortMain } from 'electron';
import { gpuPortChannel } from '../../shared/contract/channels.ts';
import type { GpuAdapterReport, GpuProbe } from '../../shared/inference/gpu.ts';
import { APP_ORIGIN } from '../security/content-policy.ts';
import { adapterReport } from './adapter-report.ts';
import type { GpuMode } from './gpu-mode.ts';

/** A WebGPU adapter to run networks on, or why there is none. */
export type GpuLink =
  | { readonly kind: 'none'; readonly reason: string }
  | {
      readonly kind: 'adapter';
      readonly description: string;
      /** A processor that imitates a GPU; used only when forced. */
      readonly software: boolean;
      /** A new port to the page, for one inference process. */
      readonly connect: () => MessagePortMain;
      readonly close: () => void;
    };

const PROBE_LIMIT_MS = 15_000;

/** Opens the hidden window and asks it for an adapter; without one the window is destroyed. */
export async function openGpuWindow(preload: string, mode: GpuMode): Promise<GpuLink> {
  if (mode === 'off') return { kind: 'none', reason: 'switched off by TWINCLAMP_GPU=off' };
  const window = new BrowserWindow({
    show: false,
    webPreferences: { preload, contextIsolation: true, sandbox: true, nodeIntegration: false, backgroundThrottling: false },
  });
  const connect = (): MessagePortMain => {
    if (window.isDestroyed()) throw new Error('The WebGPU window is gone; expected it to stay open as long as TwinClamp runs.');
    const { port1, port2 } = new MessageChannelMain();
    window.webContents.postMessage(gpuPortChannel, null, [port1]);
    return port2;
  };
  const close = (): void => {
    if (!window.isDestroyed()) window.destroy();
  };
  try {
    await window.loadURL(`${APP_ORIGIN}/gpu/gpu.html`);
    const report = await probe(window, connect(), { type: 'probe', allowSoftware: mode === 'software' });
    if (report.kind === 'adapter') return { kind: 'adapter', description: report.description, software: report.software, connect, close };
    close();
    return report;
  } catch (error) {
    close();
    return { kind: 'none', reason: error instanceof Error ? error.message : String(error) };
  }
}

function probe(window: BrowserWindow, port: MessagePortMain, question: GpuProbe): Promise<GpuAdapterReport> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`the WebGPU page gave no answer within ${PROBE_LIMIT_MS / 1000} s`)), PROBE_LIMIT_MS);
    const settle = (report: GpuAdapterReport): void => {
      clearTimeout(limit);
      port.close();
      resolve(report);
    };
    window.webContents.once('render-process-gone', (_event, details) =>
      settle({ kind: 'none', reason: `the WebGPU page ended (${details.reason})` }),
    );
    port.once('message', ({ data }) => settle(adapterReport(data)));
    port.start();
    port.postMessage(question);
  });
}
