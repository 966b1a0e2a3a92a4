import { describeValue } from '../../core/text/describe-value.ts';

/** Far above any real population: 100,000 shards, and shards of 4 GB. */
const MOST_SHARDS = 100_000;
const MOST_SHARD_BYTES = 4_000_000_000;

/** Sizes stated by a manifest, checked before anything is allocated for them. */
export interface ManifestSizes {
  readonly cells?: unknown;
  readonly cellsPerShard: unknown;
  /** Values of one cell. */
  readonly columns: readonly unknown[];
}

/** @param file named in errors. @throws Error that says which size was expected and which came */
export function assertManifestSizes(sizes: ManifestSizes, file: string): void {
  const whole = (name: string, value: unknown, least: number, most: number): number => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    throw new Error(
      `${file}: expected "${name}" to be a whole number from ${least} to ${most}, got ${describeValue(value)}. The file is ` +
        `damaged; use an earlier copy.`,
    );
  };
  const perShard = whole('cellsPerShard', sizes.cellsPerShard, 1, 100_000_000);
  if (sizes.cells !== undefined) whole('cells', sizes.cells, 0, perShard * MOST_SHARDS);
  const columns = sizes.columns.reduce<number>((sum, column) => sum + whole('columns', column, 1, 1_000_000), 0);
  if (perShard * columns * 4 > MOST_SHARD_BYTES) {
    throw new Error(
      `${file}: shards of ${perShard} cells of ${columns} values are larger than ${MOST_SHARD_BYTES} bytes. The file is damaged; ` +
        `use an earlier copy.`,
    );
  }
}
