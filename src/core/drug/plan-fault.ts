import { pathText, type ValuePath } from '../schema/index.ts';

/** What was asked cannot be planned. Who read it from a file says where in the file; the message is one for any form. */
export class PlanFault extends Error {
  /** Fields of the wish, as a file has them. */
  readonly place: ValuePath;

  constructor(place: ValuePath, message: string, cause?: unknown) {
    super(message, { cause });
    this.place = place;
  }
}

/** Errors of a part of the plan carry its place. @throws PlanFault */
export function planned<T>(place: ValuePath, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw at(place, error);
  }
}

/** The same of work that takes time. */
export async function plannedLater<T>(place: ValuePath, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw at(place, error);
  }
}

function at(place: ValuePath, error: unknown): unknown {
  return error instanceof PlanFault || !(error instanceof Error) ? error : new PlanFault(place, error.message, error);
}

/** The error as of a file: "asked.json.drug: Unknown drug ..."; any other error as it is. */
export function inFile(file: string, error: unknown): unknown {
  return error instanceof PlanFault ? new Error(`${pathText(error.place, file)}: ${error.message}`, { cause: error }) : error;
}
