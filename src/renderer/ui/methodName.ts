import type { JobView } from '../../shared/contract/schemas.ts';

export const METHOD_NAME: Readonly<Record<JobView['method'], string>> = {
  network: 'Network',
  refined: 'Refined',
  fit: 'Fit',
  genetic: 'Genetic algorithm',
  iv: 'I-V analysis',
};

/** Name of a listed twin's method, which is given as text. */
export function methodName(method: string): string {
  return Object.hasOwn(METHOD_NAME, method) ? METHOD_NAME[method as JobView['method']] : method;
}
