import { printable } from './printable.ts';

/** Short description of an unexpected value for a message: safe for any value, however large or deep. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return `"${printable(value.slice(0, 60))}${value.length > 60 ? '…' : ''}"`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? String(value) : `a ${typeof value}`;
}
