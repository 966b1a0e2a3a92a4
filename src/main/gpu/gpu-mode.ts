import type { CommandLine } from 'electron';

/** 'auto': a real GPU when there is one. 'software': a software adapter as well (tests). 'off': never. */
export type GpuMode = 'auto' | 'software' | 'off';

/** TWINCLAMP_GPU=off|software|auto. */
export function gpuMode(env: NodeJS.ProcessEnv): GpuMode {
  const wish = env['TWINCLAMP_GPU'];
  return wish === 'off' || wish === 'software' ? wish : 'auto';
}

/** Chromium switches without which no adapter is found; must run before the app is ready. */
export function switchOnGpu(mode: GpuMode, commandLine: CommandLine, platform: NodeJS.Platform = process.platform): void {
  if (mode === 'software') {
    commandLine.appendSwitch('enable-unsafe-webgpu');
    commandLine.appendSwitch('enable-features', 'Vulkan');
    commandLine.appendSwitch('use-vulkan', 'swiftshader');
    commandLine.appendSwitch('use-webgpu-adapter', 'swiftshader');
  } else if (mode === 'auto' && platform === 'linux') {
    // On Linux Chromium offers WebGPU only with this switch; all pages are our own and load nothing foreign.
    commandLine.appendSwitch('enable-unsafe-webgpu');
    commandLine.appendSwitch('enable-features', 'Vulkan');
  }
}
