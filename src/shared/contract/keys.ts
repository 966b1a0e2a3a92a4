import type { ContractKey, EventKey } from './contract.ts';

/**
 * Names of all requests and pushes, without the schemas: preload needs no more, stays small and starts fast.
 * The two constants at the end fail to compile when a name of the contract is missing here.
 */
export const contractKeys = [
  'app:info',
  'rig:status',
  'rig:ports',
  'rig:connect',
  'rig:disconnect',
  'rig:membraneTest',
  'rig:record',
  'rig:stop',
  'rig:abort',
  'protocol:list',
  'protocol:compile',
  'protocol:shelf',
  'protocol:import',
  'protocol:save',
  'protocol:export',
  'protocol:remove',
  'protocol:score',
  'protocol:cancelScore',
  'protocol:draft',
  'protocol:keepDraft',
  'session:list',
  'session:open',
  'session:importFolder',
  'session:importCsv',
  'session:trace',
  'twin:comparison',
  'twin:infer',
  'twin:compare',
  'jobs:list',
  'jobs:cancel',
  'jobs:dismiss',
  'twin:get',
  'twin:export',
  'twin:report',
  'session:exportRecording',
  'drug:list',
  'drug:apply',
  'models:list',
  'training:state',
  'training:start',
  'training:stop',
  'training:networks',
  'training:use',
] as const satisfies readonly ContractKey[];

export const eventKeys = [
  'rig:status',
  'rig:samples',
  'inference:status',
  'jobs:changed',
  'training:state',
  'protocol:scored',
  'session:changed',
  'app:dropped',
  'app:notice',
] as const satisfies readonly EventKey[];

/** Compiles only while no key of the contract is missing above. */
export const requestKeysComplete: Record<ContractKey, true> = complete(contractKeys);
export const eventKeysComplete: Record<EventKey, true> = complete(eventKeys);

function complete<K extends string>(keys: readonly K[]): Record<K, true> {
  return Object.fromEntries(keys.map((key) => [key, true])) as Record<K, true>;
}
