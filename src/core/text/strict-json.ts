/** Longest text of a file that a person writes, characters. */
const LONGEST = 10_000_000;

/**
 * Reads JSON that a person may have written: a key that is there twice is refused, of which JSON.parse would take the last one.
 * @param origin name of the text in errors, for instance the file name @param advice what to do, as a sentence
 * @param longest characters of the text that are accepted
 * @throws Error in one sentence that names the origin and what is wrong with it
 */
export function readJsonText(text: string, { origin, advice, longest = LONGEST }: JsonText): unknown {
  try {
    return parseStrictJson(text, longest);
  } catch (cause) {
    throw new Error(`${origin} is not JSON that can be read (${(cause as Error).message}). ${advice}`, { cause });
  }
}

export interface JsonText {
  readonly origin: string;
  readonly advice: string;
  readonly longest?: number;
}

/** No format of the program nests deeper than a few levels. */
const DEEPEST = 64;

/**
 * Parses JSON strictly. A byte order mark before the text, which some editors write, is skipped.
 * @param longest characters of the text that are accepted
 * @throws Error for text that is too long, nests too deep, holds one key twice in an object, or is no JSON; the message does not name the
 * origin
 */
export function parseStrictJson(text: string, longest: number): unknown {
  if (text.length > longest) throw new Error(`it has ${text.length} characters; expected at most ${longest}`);
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  checkShape(body);
  return JSON.parse(body) as unknown;
}

/** One pass over the text, without recursion; leaves everything else to JSON.parse. */
function checkShape(text: string): void {
  const objects: (Set<string> | null)[] = [];
  for (let i = 0; i < text.length; i++) {
    const at = text[i] as string;
    if (at === '{' || at === '[') {
      objects.push(at === '{' ? new Set() : null);
      if (objects.length > DEEPEST) throw new Error(`it nests deeper than ${DEEPEST} levels`);
    } else if (at === '}' || at === ']') {
      objects.pop();
    } else if (at === '"') {
      const end = endOfString(text, i);
      const keys = objects[objects.length - 1];
      if (keys && isKey(text, end + 1)) addKey(keys, text, i, end + 1);
      i = end;
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}

function isKey(text: string, after: number): boolean {
  let i = after;
  while (i < text.length && ' \t\r\n'.includes(text[i] as string)) i++;
  return text[i] === ':';
}

function addKey(keys: Set<string>, text: string, start: number, end: number): void {
  const quoted = text.slice(start, end);
  // Only a key with an escape can equal another and look different.
  const key = quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
  if (keys.has(key))
    throw new Error(`the field "${key.slice(0, 60)}" is there twice, again on line ${text.slice(0, start).split('\n').length}`);
  keys.add(key);
}
