export type ModelFileProblem =
  | 'missing'
  | 'card'
  | 'topology'
  | 'weights-corrupted'
  | 'weights-not-finite'
  | 'wrong-protocol'
  | 'wrong-feature-layout'
  | 'wrong-feature-count'
  | 'wrong-outputs';

/** A network that cannot be used; the message says what was expected, what came and what to do. */
export class ModelFileError extends Error {
  readonly problem: ModelFileProblem;

  constructor(problem: ModelFileProblem, message: string) {
    super(message);
    this.name = 'ModelFileError';
    this.problem = problem;
  }
}
