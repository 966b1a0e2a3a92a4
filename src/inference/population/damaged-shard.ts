/** A shard that making it again mends: cut short or altered. */
export class DamagedShard extends Error {}
