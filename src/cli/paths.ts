import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The only place that knows the folders of the project. */
const root = fileURLToPath(new URL('../..', import.meta.url));

export const RESOURCES_DIR = join(root, 'resources');
export const PROTOCOLS_DIR = join(RESOURCES_DIR, 'protocols');
export const MODELS_DIR = join(RESOURCES_DIR, 'models');
export const DRUG_TABLE_FILE = join(RESOURCES_DIR, 'drugs', 'drugs.json');
/** WebAssembly files of tfjs. */
export const WASM_DIR = join(root, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist');
export const CLI_FILE = join(root, 'src', 'cli', 'index.ts');
export const ACQUISITION_PROCESS = fileURLToPath(new URL('../main/acquisition-process.ts', import.meta.url));
export const RECORDER_THREAD = fileURLToPath(new URL('../main/recorder/recorder-thread.ts', import.meta.url));
export const INFERENCE_WORKER = new URL('./inference-worker.ts', import.meta.url);
export const POPULATION_WORKER = new URL('../inference/population/worker.ts', import.meta.url);
export const SCORE_WORKER = new URL('../inference/designer/score-worker.ts', import.meta.url);
export const SIMULATION_WORKER = new URL('../inference/threads/simulation-worker.ts', import.meta.url);
export const SWEEP_WORKER = new URL('../inference/sweep/sweep-worker.ts', import.meta.url);
export const DESIGN_WORKER = new URL('../inference/designer/worker.ts', import.meta.url);

/**
 * Default folder of the sessions: TWINCLAMP_SESSIONS as in the app, otherwise sessions/ of TWINCLAMP_DATA, otherwise of the
 * system's folder for application data.
 */
export function sessionsDir(env: NodeJS.ProcessEnv = process.env): string {
  const { TWINCLAMP_SESSIONS, TWINCLAMP_DATA, APPDATA, XDG_DATA_HOME } = env;
  if (TWINCLAMP_SESSIONS) return TWINCLAMP_SESSIONS;
  if (TWINCLAMP_DATA) return join(TWINCLAMP_DATA, 'sessions');
  if (process.platform === 'win32') return join(APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'twinclamp', 'sessions');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'twinclamp', 'sessions');
  return join(XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'twinclamp', 'sessions');
}
