import type { Arguments, OperandSpec, OptionTable } from './arguments.ts';
import type { Progress } from './progress.ts';

/** Answer of a verb: the document of --json, and the same as lines to read. */
export interface Answer {
  readonly json: unknown;
  readonly lines: readonly string[];
  /** The answer reports a problem: exit 1. */
  readonly failed?: boolean;
}

export interface Context {
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** One job of the command line. */
export interface Verb {
  /** For instance ['simulate', 'vc']. */
  readonly words: readonly string[];
  readonly summary: string;
  /** Words after the verb, in order, all of them required; none where absent. */
  readonly operands?: readonly OperandSpec[];
  readonly options: OptionTable;
  /** @throws UsageError for wrong options (exit 2); any other Error is a failed job (exit 1) */
  run(args: Arguments, context: Context): Promise<Answer>;
}
