import type { JobView } from '../../shared/contract/schemas.ts';

export const METHOD_NAME: Readonly<Record<JobView['method'], string>> = {
  network: 'Network',
  refined: 'Refined',
  fit: 'Fit',
  genetic: 'Genetic algorithm',
  iv: 'I-V analysis',
};

export const MODE_NAME = { clamp: 'Clamp alone', 'clamp+potential': 'Clamp + potential' } as const;

/** What a job does: its mode where it has one, else its method; of how many clamp recordings. */
export function workName({ method, mode, together }: Pick<JobView, 'method' | 'mode' | 'together'>): string {
  const name = mode === null ? METHOD_NAME[method] : MODE_NAME[mode];
  return together.length === 0 ? name : `${name}, ${together.length + 1} clamps`;
}

/** Name of a listed twin's method, which is given as text. */
export function methodName(method: string): string {
  return Object.hasOwn(METHOD_NAME, method) ? METHOD_NAME[method as JobView['method']] : method;
}
