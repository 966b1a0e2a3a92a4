import { expect, test, vi } from 'vitest';

vi.mock('electron', () => ({}));
const { isAbortKey } = await import('./abort-hotkey.ts');

const key = { type: 'keyDown', key: 'F12', control: false, shift: false, alt: false, meta: false } as const;

test('F12 and Ctrl+Shift+Escape abort, once per key press', () => {
  expect(isAbortKey(key)).toBe(true);
  expect(isAbortKey({ ...key, key: 'Escape', control: true, shift: true })).toBe(true);
  expect(isAbortKey({ ...key, type: 'keyUp' })).toBe(false);
});

test('keys of everyday use do not abort', () => {
  expect(isAbortKey({ ...key, key: 'Escape' })).toBe(false);
  expect(isAbortKey({ ...key, control: true })).toBe(false);
  expect(isAbortKey({ ...key, alt: true })).toBe(false);
});
