import { PROTOCOL_LIMIT_MV } from '../../../core/protocol/protocol.ts';

/** A number that an operator typed, or a sentence on what is wrong with it. */
export type FieldValue = { readonly value: number } | { readonly problem: string };

/** Longest segment, ms: an hour. */
const LONGEST_MS = 3_600_000;

/** A potential in mV; a true minus sign is a minus. */
export function readLevel(text: string): FieldValue {
  const value = numberIn(text);
  if (value !== null && Math.abs(value) <= PROTOCOL_LIMIT_MV) return { value };
  return { problem: `Expected −${PROTOCOL_LIMIT_MV} to ${PROTOCOL_LIMIT_MV} mV, got ${quoted(text)}.` };
}

/** A duration in ms. */
export function readDuration(text: string): FieldValue {
  const value = numberIn(text);
  if (value !== null && value > 0 && value <= LONGEST_MS) return { value };
  return {
    problem:
      value !== null && value > LONGEST_MS
        ? `Expected at most an hour (${LONGEST_MS} ms), got ${quoted(text)}.`
        : `Expected a time above 0 ms, got ${quoted(text)}.`,
  };
}

/** Shown the way it is typed, with the minus sign of the keyboard. */
export function fieldText(value: number): string {
  return String(Number(value.toFixed(6)));
}

function numberIn(text: string): number | null {
  const plain = text
    .trim()
    .replace(/^\u2212/, '-')
    .replace(/\s*(?:mV|ms)$/, '');
  return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) + 0 : null;
}

function quoted(text: string): string {
  return text.trim() === '' ? 'nothing' : `“${text.trim().slice(0, 20)}”`;
}
