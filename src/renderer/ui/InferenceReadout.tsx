import { useAppState } from '../state/useWorkstation.ts';
import { Readout } from './Readout.tsx';

const BACKEND_NAME: Readonly<Record<string, string>> = { 'tfjs-node-gpu': 'CUDA', webgpu: 'WebGPU', wasm: 'WASM' };

export function InferenceReadout() {
  const { state, backend, backendNote } = useAppState((app) => app.inference);
  const level = state === 'failed' ? 'alarm' : state === 'restarting' ? 'warning' : 'normal';
  // The backend may add its hardware in brackets: that goes into the tooltip.
  const short = backend?.split(' ')[0] ?? null;
  const name = short === null ? null : (BACKEND_NAME[short] ?? short);
  const note = [backend, backendNote].filter((part) => part !== null && part !== '').join('. ');
  return (
    <Readout
      className={level === 'normal' ? 'readout-inference' : ''}
      label="Inference"
      value={name === null ? state : `${name} · ${state}`}
      level={level}
      note={note}
    />
  );
}
