import util from 'node:util';

/**
 * tfjs-node 4.22 calls two functions that Node 23 removed from node:util. They are added to the module it
 * requires, with their old meaning; its files stay as published. Does nothing where Node has them.
 */
export function restoreRemovedUtil(): void {
  const target = util as unknown as Record<string, unknown>;
  target['isNullOrUndefined'] ??= (value: unknown): boolean => value === null || value === undefined;
  target['isArray'] ??= Array.isArray;
}
