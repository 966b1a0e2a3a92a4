export { makeShards, type ShardsRequest } from './make-shards.ts';
export { runOnSlurm, type SlurmRequest, type SlurmResult } from './run-on-slurm.ts';
