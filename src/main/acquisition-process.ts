// The acquisition process: rig, run and recorder. An Electron utilityProcess in the app, a child process of the command line.
import { parentLink } from '../node/work/index.ts';
import type { FromAcquisition, ToAcquisition } from '../shared/acquisition/messages.ts';
import { serveAcquisition } from './acquisition/serve.ts';

const link = parentLink<ToAcquisition, FromAcquisition>();
// Ctrl+C in a terminal reaches all its processes; the parent decides what happens.
if (link.kind === 'child') for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
serveAcquisition(link);
