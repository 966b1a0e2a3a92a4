/** Long work in short steps that waits in between, as for a file in another thread; see Steps. */
export type AsyncSteps<T> = AsyncGenerator<number, T>;

/** Runs all steps at once. */
export async function runAsyncSteps<T>(steps: AsyncSteps<T>, onStep: (fraction: number) => void = () => undefined): Promise<T> {
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
    onStep(step.value);
  }
}
