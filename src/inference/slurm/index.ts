export { makeShards, type ShardsRequest } from './make-shards.ts';
export { cellsOnSlurm, trainingOnSlurm, type SlurmWish } from './population-on-slurm.ts';
export { runOnSlurm, type SlurmRequest, type SlurmResult } from './run-on-slurm.ts';
