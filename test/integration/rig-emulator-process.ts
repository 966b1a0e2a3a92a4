import { emulatorMain } from '../../src/main/rig/index.ts';

/** The simulated rig as the child process of a test. */
await emulatorMain(process.argv.slice(2));
