/** An error in the command line itself: reported with the usage of the verb, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
