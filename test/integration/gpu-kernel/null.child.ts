import { DEFAULT_CELL } from '../../../src/core/cell/models.ts';
// Dawn's null backend: the shader is parsed and checked in full, nothing is computed. Needs no GPU.
import { holdGrid, KERNEL_GRID } from '../../../src/core/simulate/step-grid.ts';
import { clampShader } from '../../../src/core/simulate/wgsl/clamp-shader.ts';
import { GpuClamp, openKernelDevice } from '../../../src/inference/gpu-kernel/index.ts';

const { device } = await openKernelDevice({ dawnOptions: ['backend=null'], acceptSoftware: true });
const grid = holdGrid(-80, 10, KERNEL_GRID);
await GpuClamp.create(device, grid, grid);
device.pushErrorScope('validation');
const broken = device.createShaderModule({ code: clampShader(DEFAULT_CELL).code.replace('let at = ', 'let on = ') });
const { messages } = await broken.getCompilationInfo();
await device.popErrorScope();
device.destroy();
process.stdout.write(JSON.stringify({ accepted: true, refusesBroken: messages.some(({ type }) => type === 'error') }), () => process.exit(0));
