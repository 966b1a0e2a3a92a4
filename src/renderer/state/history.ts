/** States of something that is edited, with the way back and forth. */
export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** What the last change was part of: changes of one gesture, as repeated arrow keys in a field, are one step back. */
  readonly gesture: string | null;
}

/** Steps that can be gone back. */
const KEPT = 200;

export function beginHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], gesture: null };
}

/** @param gesture null: a step of its own */
export function change<T>(history: History<T>, next: T, gesture: string | null = null): History<T> {
  if (next === history.present) return history;
  if (gesture !== null && gesture === history.gesture) return { ...history, present: next, future: [] };
  return { past: [...history.past, history.present].slice(-KEPT), present: next, future: [], gesture };
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future], gesture: null };
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future, gesture: null };
}
