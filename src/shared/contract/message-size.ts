/** Most that a request may hold: the largest protocol, edited and as it was, has 42,000 values. */
export const MESSAGE_LIMITS = { values: 50_000, characters: 500_000, depth: 8 } as const;

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Looks through a message and stops at the first thing that no request has, so that a huge one costs no more than a large one.
 * @returns what is wrong, to follow "expected a request of the window, got ..."; null where nothing is
 */
export function messageProblem(message: unknown): string | null {
  let values = 0;
  let characters = 0;
  const look = (value: unknown, depth: number): string | null => {
    if (++values > MESSAGE_LIMITS.values) return `more than ${MESSAGE_LIMITS.values} values`;
    if (typeof value === 'string') return text(value);
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return `a ${typeof value}`;
    if (typeof value !== 'object' || value === null) return null;
    if (depth === MESSAGE_LIMITS.depth) return `more than ${MESSAGE_LIMITS.depth} levels`;
    if (Array.isArray(value)) {
      if (value.length > MESSAGE_LIMITS.values - values) return `more than ${MESSAGE_LIMITS.values} values`;
      for (let i = 0; i < value.length; i++) {
        const problem = look(value[i], depth + 1);
        if (problem !== null) return problem;
      }
      return null;
    }
    // A plain object's prototype, also one of another realm, is the last of its chain.
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return 'something that is no plain object';
    for (const key in value) {
      if (FORBIDDEN_KEYS.has(key)) return `the field "${key}"`;
      const problem = text(key) ?? look((value as Record<string, unknown>)[key], depth + 1);
      if (problem !== null) return problem;
    }
    return null;
  };
  const text = (value: string): string | null => {
    characters += value.length;
    return characters > MESSAGE_LIMITS.characters ? `more than ${MESSAGE_LIMITS.characters} characters` : null;
  };
  return look(message, 0);
}
