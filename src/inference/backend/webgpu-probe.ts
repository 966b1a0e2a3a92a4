import { importOptional } from './optional-module.ts';

// A separate program: looks for a WebGPU adapter and prints {"adapter":true} or false on standard output. The messages of the native
// library on standard error (missing drivers, with paths of its build machine) are discarded.
const { create } = (await importOptional('webgpu')) as { create: (options: readonly string[]) => GPU };
const adapter = await create([]).requestAdapter({ powerPreference: 'high-performance' });
process.stdout.write(JSON.stringify({ adapter: adapter !== null }), () => process.exit(0));
