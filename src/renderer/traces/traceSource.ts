/** Columns for one plot: x and one column per series; null is a gap. */
export type TraceColumns = readonly [x: ArrayLike<number>, ...series: ArrayLike<number | null>[]];

export const NO_COLUMNS: TraceColumns = [[]];

/** Holds the samples of one plot outside React and notifies the plot when they change. */
export class TraceSource {
  private columns: TraceColumns = NO_COLUMNS;
  private readonly listeners = new Set<() => void>();

  get(): TraceColumns {
    return this.columns;
  }

  set(columns: TraceColumns): void {
    this.columns = columns;
    for (const listener of this.listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
