/** Public entry of the inference layer: what the command line uses. Free of Electron. */
export { BACKEND_NAMES, chooseBackend, type BackendName } from './backend/index.ts';
export { parseCondition } from './evaluate/condition.ts';
export { evaluate } from './evaluate/evaluate.ts';
export { openReferenceSet } from './evaluate/reference-set.ts';
export { JobServer } from './job-server.ts';
export { createJobs, kernelPath, PROGRAM } from './jobs.ts';
export { ModelLibrary } from './model-library.ts';
export { generatePopulation } from './population/generate.ts';
export { trainNetwork } from './training/train-network.ts';
export { TwinMaker } from './twin/twin-maker.ts';
