import { describeValue } from '../text/describe-value.ts';
import { parseStrictJson } from '../text/strict-json.ts';
import { assertProtocol, type Protocol, type Segment } from './protocol.ts';

/** Longest text of a protocol, characters. */
const LONGEST = 10_000_000;

/** The protocol a new recording starts with. */
export const DEFAULT_PROTOCOL_ID = 'twinclamp-10s';

/**
 * Reads a protocol from JSON text:
 * {"id", "name", "source", "holdingMv", "segments": [{"kind": "step", "voltageMv", "durationMs"} | {"kind": "ramp", "startMv", "endMv",
 * "durationMs"}]}.
 * @param text the file's text
 * @param origin name of the text in errors, for instance the file name
 * @throws Error that says what was expected, what came and where
 */
export function parseProtocol(text: string, origin = 'protocol'): Protocol {
  let json: unknown;
  try {
    json = parseStrictJson(text, LONGEST);
  } catch (cause) {
    throw new Error(`${origin} is not JSON (${(cause as Error).message}). Expected one protocol object; correct the file.`, { cause });
  }
  if (!isObject(json)) throw new Error(`${origin}: expected one protocol object, got ${describeValue(json)}.`);
  const field = (name: string): string => {
    const value = json[name];
    if (typeof value !== 'string' || value.trim() === '') {
      throw new Error(`${origin}: expected "${name}" to be text, got ${describeValue(value)}. Add it to the file.`);
    }
    return value;
  };
  const segments = json['segments'];
  if (!Array.isArray(segments)) {
    throw new Error(`${origin}: expected "segments" to be a list of steps and ramps, got ${describeValue(segments)}.`);
  }
  return assertProtocol({
    id: field('id'),
    name: field('name'),
    source: field('source'),
    holdingMv: number(json, 'holdingMv', origin),
    segments: segments.map((segment, i) => parseSegment(segment, `${origin}, segment ${i + 1}`)),
  });
}

function parseSegment(json: unknown, where: string): Segment {
  if (!isObject(json)) throw new Error(`${where}: expected a step or ramp object, got ${describeValue(json)}.`);
  const durationMs = number(json, 'durationMs', where);
  if (json['kind'] === 'step') return { kind: 'step', voltageMv: number(json, 'voltageMv', where), durationMs };
  if (json['kind'] === 'ramp') {
    return { kind: 'ramp', startMv: number(json, 'startMv', where), endMv: number(json, 'endMv', where), durationMs };
  }
  throw new Error(`${where}: expected "kind" to be "step" or "ramp", got ${describeValue(json['kind'])}.`);
}

function number(json: Record<string, unknown>, name: string, where: string): number {
  const value = json[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new Error(`${where}: expected "${name}" to be a number, got ${describeValue(value)}.`);
  }
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
