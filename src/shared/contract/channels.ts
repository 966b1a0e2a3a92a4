import type { ContractKey, EventKey } from './contract.ts';

/** Names of the Electron channels behind the contract. Only main and preload use them; the page never sees a channel. */
export const requestChannel = (key: ContractKey): string => `twinclamp:call:${key}`;
export const eventChannel = (key: EventKey): string => `twinclamp:event:${key}`;

/** preload -> main: the page has taken the sample block with this sequence number. */
export const sampleAckChannel = 'twinclamp:ack:rig:samples';

/** preload -> main: paths of the files that the operator dropped on the window, as preload read them off the drop. */
export const dropChannel = 'twinclamp:drop';

/** main -> preload of the hidden WebGPU page: a message port for the page. */
export const gpuPortChannel = 'twinclamp:gpu-port';
