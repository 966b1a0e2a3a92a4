import { parseCondition } from '../inference/index.ts';
import { UsageError } from './usage-error.ts';

/** The option --condition. @throws UsageError listing the conditions */
export function conditionOf(text: string): ReturnType<typeof parseCondition> {
  try {
    return parseCondition(text);
  } catch (cause) {
    throw new UsageError(`--condition: ${(cause as Error).message}`, { cause });
  }
}
