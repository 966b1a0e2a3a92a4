/** Public entry of the inference layer: what the command line uses. Free of Electron. */
export { BACKEND_NAMES, chooseBackend, type BackendName } from './backend/index.ts';
export { parseCondition } from './evaluate/condition.ts';
export { evaluate } from './evaluate/evaluate.ts';
export { openReferenceSet } from './evaluate/reference-set.ts';
export { JobServer } from './job-server.ts';
export { createJobs, kernelPath, PROGRAM } from './jobs.ts';
export { ModelLibrary } from './model-library.ts';
export { generateCells } from './population/generate-cells.ts';
export { generatePopulation } from './population/generate.ts';
export { cellsOnSlurm, makeShards, trainingOnSlurm, type SlurmWish } from './slurm/index.ts';
export { tensorflowFolder } from './backend/tensorflow-folder.ts';
export { TRAINING_BACKENDS } from './network/training-engine.ts';
export { trainNetwork } from './training/train-network.ts';
export { TwinMaker } from './twin/twin-maker.ts';
export { populationCells, scoreProtocols } from './designer/score-request.ts';
export { compareProtocols } from './designer/compare-protocols.ts';
export { optimiseProtocol } from './designer/optimise-protocol.ts';
export type { DesignCell } from './designer/messages.ts';
