import { StorageError } from './storage-error.ts';

/** Longest name of a cell, characters: what a list and a title can show. */
const LONGEST = 200;

/**
 * The name of a cell, without blanks around it.
 * @throws StorageError 'refused' for an empty or endless one, or one with control characters
 */
export function assertCellName(name: string): string {
  const plain = name.trim();
  const refuse = (why: string): StorageError => new StorageError('refused', `The name of the cell ${why}. Give it another name.`);
  if (plain === '') throw refuse('is empty');
  if (plain.length > LONGEST) throw refuse(`has ${plain.length} characters; at most ${LONGEST} are kept`);
  if (/[\u0000-\u001f\u007f]/.test(plain)) throw refuse('holds control characters');
  return plain;
}
