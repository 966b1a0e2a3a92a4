import type { Try } from './subjects.ts';

export interface ControllerVerdict {
  readonly name: string;
  readonly seed: number;
  readonly line: 'memory' | 'pty';
  readonly expected: string;
  readonly came: string;
  readonly word: string;
  readonly seconds: number;
  /** Promises that did not hold. */
  readonly broken: readonly string[];
}

const LIMIT_MS = 60_000;
const LONGEST_WORDS = 400;
// Characters that a terminal or a window would obey.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const OWN_FAULT = /undefined|\[object|Cannot read|is not a function|not iterable|RangeError|TypeError|NaN/;

/** Attempts that must end in time, and fail in a sentence of the rig alone. */
export function tries(promised: (words: string) => readonly string[] = () => []): {
  readonly attempt: Try;
  readonly words: string[];
  readonly broken: string[];
} {
  const words: string[] = [];
  const broken: string[] = [];
  const failed = (what: string, error: unknown): null => {
    const text = error instanceof Error ? error.message : String(error);
    words.push(text);
    if (!(error instanceof Error) || error.name !== 'RigError')
      broken.push(`crash in ${what}: ${error instanceof Error ? error.stack : text}`);
    if (text.length >= LONGEST_WORDS || !text.endsWith('.') || CONTROL.test(text) || OWN_FAULT.test(text))
      broken.push(`word: no sentence for an operator: ${JSON.stringify(text.slice(0, LONGEST_WORDS))}`);
    broken.push(...promised(text));
    return null;
  };
  const attempt: Try = async (what, work) => {
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      limit = setTimeout(() => {
        broken.push(`hang: ${what} did not end`);
        resolve(null);
      }, LIMIT_MS);
    });
    try {
      return await Promise.race([work().catch((error: unknown) => failed(what, error)), late]);
    } finally {
      clearTimeout(limit);
    }
  };
  return { attempt, words, broken };
}
