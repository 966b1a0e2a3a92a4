/** Long work in short steps: each step yields the share that is done, 0 ... 1; the caller may do other work in between, or end it. */
export type Steps<T> = Generator<number, T>;

/** Runs all steps at once. */
export function runSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
