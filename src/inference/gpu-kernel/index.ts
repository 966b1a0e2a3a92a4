export { GpuClamp } from './gpu-clamp.ts';
export { openKernelDevice, type DeviceWish, type KernelDevice } from './open-device.ts';
