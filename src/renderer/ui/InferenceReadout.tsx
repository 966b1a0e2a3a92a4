import { useAppState } from '../state/useWorkstation.ts';
import { Readout } from './Readout.tsx';

const BACKEND_NAME: Readonly<Record<string, string>> = { 'tfjs-node-gpu': 'CUDA', webgpu: 'WebGPU', wasm: 'WASM' };

export function InferenceReadout() {
  const { state, backend, backendNote } = useAppState((app) => app.inference);
  const level = state === 'failed' ? 'alarm' : state === 'restarting' ? 'warning' : 'normal';
  const name = backend === null ? null : (BACKEND_NAME[backend] ?? backend);
  return (
    <Readout
      label="Inference"
      value={name === null ? state : `${name} · ${state}`}
      level={level}
      {...(backendNote === null ? {} : { note: backendNote })}
    />
  );
}
