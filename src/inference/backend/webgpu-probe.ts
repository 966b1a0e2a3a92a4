import { importOptional } from './optional-module.ts';

// Run as a program of its own: looks for a WebGPU adapter and says {"adapter":true} or false on standard output. What the native
// library writes to standard error while it looks (drivers that are not there, with paths of the machine it was built on) ends here.
const { create } = (await importOptional('webgpu')) as { create: (options: readonly string[]) => GPU };
const adapter = await create([]).requestAdapter({ powerPreference: 'high-performance' });
process.stdout.write(JSON.stringify({ adapter: adapter !== null }), () => process.exit(0));
