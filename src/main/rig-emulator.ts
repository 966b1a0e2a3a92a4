// The simulated rig as a process of its own: an Electron utilityProcess beside the main process.
import { emulatorMain, readOrder } from './rig/index.ts';

emulatorMain(process.argv.slice(2), (carryOut) => process.parentPort.on('message', ({ data }) => carryOut(readOrder(data)))).then(
  (ready) => process.parentPort.postMessage(ready),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
