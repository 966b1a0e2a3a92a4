import { join } from 'node:path';
import type { InferenceStatus } from '../../shared/contract/schemas.ts';
import type { GpuMode } from '../gpu/gpu-mode.ts';
import { openGpuWindow, type GpuLink } from '../gpu/gpu-window.ts';
import { InferenceSupervisor } from '../supervisor/supervisor.ts';
import { startUtilityChild } from '../supervisor/utility-child.ts';
import { networksFolder, type Folders } from './folders.ts';

export interface InferenceService {
  readonly supervisor: InferenceSupervisor;
  /** Called after the window is open, so that asking for a GPU never delays it. */
  readonly start: () => void;
  readonly close: () => void;
}

/** The supervised inference process, with a port to the WebGPU window whenever there is an adapter. */
export function createInference(folders: Folders, mode: GpuMode, onStatus: (status: InferenceStatus) => void): InferenceService {
  let gpu: Promise<GpuLink> | null = null;
  let closed = false;

  async function link(): Promise<GpuLink> {
    gpu ??= openGpuWindow(folders.preload, mode);
    const found = await gpu;
    if (closed && found.kind === 'adapter') found.close();
    return found;
  }

  const supervisor = new InferenceSupervisor(async () => {
    const found = await link();
    const port = found.kind === 'adapter' ? found.connect() : null;
    return startUtilityChild({
      script: join(folders.main, 'inference-process.cjs'),
      init: {
        type: 'init',
        resourcesDir: folders.resources,
        ownModelsDir: networksFolder(folders),
        wasmDir: folders.wasm,
        scoreWorker: join(folders.main, 'score-worker.cjs'),
        simulationWorker: join(folders.main, 'simulation-worker.cjs'),
        sweepWorker: join(folders.main, 'sweep-worker.cjs'),
        gpu: found.kind === 'adapter' ? { kind: 'port', description: found.description, software: found.software } : found,
      },
      port,
    });
  }, onStatus);

  return {
    supervisor,
    start: () => supervisor.start(),
    close: () => {
      closed = true;
      supervisor.stop();
      void gpu?.then((found) => {
        if (found.kind === 'adapter') found.close();
      });
    },
  };
}
