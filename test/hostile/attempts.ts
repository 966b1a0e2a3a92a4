/** Works through tasks, a few at once: each mostly waits for the clock. */
export async function inParallel<T, R>(tasks: readonly T[], atOnce: number, work: (task: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < tasks.length) {
      const at = next++;
      results[at] = await work(tasks[at]!);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
