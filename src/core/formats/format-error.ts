import { shownText } from './shown-text.ts';

/** Longest message, characters. */
const MOST_LETTERS = 390;

/** A file that cannot be read as what it seems to be: one sentence or two, whatever the file holds. */
export class FormatError extends Error {
  override readonly name = 'FormatError';

  constructor(message: string, options?: ErrorOptions) {
    super(shownText(message, MOST_LETTERS), options);
  }
}
