/**
 * How many requests of one key main takes at once; the numbers are in gate-rules.ts.
 * quick: answers from memory. heavy: reads files or computes, a few at a time. job: long work with its own queue.
 * superseding: a newer request ends an older one. alone: asks the operator or changes the rig, a second one is refused.
 * merged: a second one gets the answer of the first.
 */
export type Gate = 'quick' | 'heavy' | 'job' | 'superseding' | 'alone' | 'merged';

/**
 * Every request of the contract, by key, with its gate: the only list. Schemas, handlers, gate rules, preload and the page's API take
 * their keys from here, and TypeScript refuses a key that is missing there. Without schemas: preload needs no more, and starts fast.
 */
export const requests = {
  'app:info': 'quick',
  'rig:status': 'quick',
  'rig:ports': 'quick',
  'rig:connect': 'alone',
  'rig:disconnect': 'quick',
  'rig:membraneTest': 'alone',
  'rig:compensation': 'alone',
  'rig:scope': 'merged',
  'rig:settings': 'quick',
  'rig:keepSettings': 'alone',
  'rig:copies': 'quick',
  'rig:chooseCopies': 'alone',
  'rig:stage': 'quick',
  'rig:offset': 'alone',
  'rig:zap': 'alone',
  'rig:bath': 'quick',
  'rig:sequence': 'alone',
  'rig:endSequence': 'merged',
  'rig:simulate': 'quick',
  'rig:manipulator': 'alone',
  'rig:readManipulator': 'merged',
  'rig:stopManipulator': 'quick',
  'rig:newCell': 'quick',
  'rig:resumeCell': 'alone',
  'rig:note': 'quick',
  'rig:log': 'quick',
  'rig:record': 'alone',
  'rig:stop': 'merged',
  'rig:abort': 'merged',
  'protocol:list': 'quick',
  'protocol:compile': 'quick',
  'protocol:shelf': 'quick',
  'protocol:import': 'alone',
  'protocol:save': 'quick',
  'protocol:export': 'alone',
  'protocol:remove': 'quick',
  'protocol:score': 'superseding',
  'protocol:cancelScore': 'quick',
  'protocol:draft': 'quick',
  'protocol:keepDraft': 'quick',
  'session:list': 'heavy',
  'session:open': 'heavy',
  'session:importFolder': 'alone',
  'session:importCsv': 'alone',
  'session:choose': 'alone',
  'session:preview': 'heavy',
  'session:import': 'alone',
  'session:openInPlace': 'alone',
  'session:copyIn': 'alone',
  'session:check': 'alone',
  'session:migrate': 'alone',
  'session:repair': 'alone',
  'session:correct': 'alone',
  'session:trace': 'heavy',
  'twin:comparison': 'heavy',
  'twin:infer': 'job',
  'twin:compare': 'job',
  'jobs:list': 'quick',
  'jobs:cancel': 'quick',
  'jobs:dismiss': 'quick',
  'twin:get': 'heavy',
  'twin:export': 'alone',
  'twin:report': 'alone',
  'session:exportRecording': 'alone',
  'session:exportMany': 'alone',
  'session:cancelWork': 'quick',
  'drug:list': 'quick',
  'drug:apply': 'job',
  'drug:measured': 'job',
  'drug:run': 'superseding',
  'drug:cancel': 'quick',
  'drug:experiments': 'heavy',
  'drug:open': 'heavy',
  'drug:remove': 'quick',
  'drug:sensitivity': 'superseding',
  'drug:compare': 'heavy',
  'drug:export': 'alone',
  'drug:exportFigure': 'alone',
  'drug:saveCompound': 'quick',
  'drug:removeCompound': 'quick',
  'drug:importCompounds': 'alone',
  'models:list': 'quick',
  'training:state': 'quick',
  'training:start': 'alone',
  'training:stop': 'quick',
  'training:networks': 'quick',
  'training:use': 'quick',
} as const satisfies Readonly<Record<`${string}:${string}`, Gate>>;

/** Every push of main to the window. */
export const pushes = [
  'rig:status',
  'rig:samples',
  'rig:logged',
  'inference:status',
  'jobs:changed',
  'training:state',
  'drug:progress',
  'protocol:scored',
  'session:changed',
  'session:importing',
  'session:exporting',
  'app:dropped',
  'app:notice',
] as const;

export type ContractKey = keyof typeof requests;
export type EventKey = (typeof pushes)[number];

export const contractKeys = Object.keys(requests) as readonly ContractKey[];
export const eventKeys: readonly EventKey[] = pushes;
