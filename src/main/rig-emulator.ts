// The simulated rig as a process of its own: an entry beside the main process, run by Electron as plain Node.
import { emulatorMain } from './rig/index.ts';

emulatorMain(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
