import type { CellGroup, CellsOf } from './cell-groups.ts';
import type { SweepThreads } from './sweep-threads.ts';

type CellOf<Group extends CellGroup> = CellsOf<Group>[number];

export interface GroupWork<Run, Group extends CellGroup> {
  /** The next runs that are simulated together, from a place of the list on. */
  runsAt(place: number): readonly Run[];
  groupOf(runs: readonly Run[]): Group;
  /** Called after each group with all cells so far, undefined where not yet simulated. */
  onCells?(cells: readonly (CellOf<Group> | undefined)[], done: number): void;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Simulates all runs in groups, on any number of threads. @returns the cells in the order of the runs */
export async function runGroups<Run, Group extends CellGroup>(
  runs: readonly Run[],
  threads: SweepThreads,
  { runsAt, groupOf, onCells, signal, onProgress }: GroupWork<Run, Group>,
): Promise<(CellOf<Group> | undefined)[]> {
  const all: (CellOf<Group> | undefined)[] = Array.from({ length: runs.length });
  const places = new Map<Group, number>();
  let [next, done] = [0, 0];
  await threads.work<Group>(
    () => {
      if (next >= runs.length) return null;
      const taken = runsAt(next);
      const group = groupOf(taken);
      places.set(group, next);
      next += taken.length;
      return group;
    },
    (group, cells) => {
      const from = places.get(group) ?? NaN;
      places.delete(group);
      cells.forEach((cell, i) => (all[from + i] = cell as CellOf<Group>));
      done += cells.length;
      onProgress?.(done, runs.length);
      onCells?.(all, done);
    },
    signal,
  );
  return all;
}
