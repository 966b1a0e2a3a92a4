/** A truncated or altered shard, which can be made again. */
export class DamagedShard extends Error {}
