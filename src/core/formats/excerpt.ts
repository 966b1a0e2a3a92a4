/** Characters of a file that a message quotes at most: enough to recognise a line, not enough to read a file by messages. */
const LENGTH_MOST = 60;

/** The beginning of what a file holds, on one line and without control characters. */
export function excerpt(text: string): string {
  const plain = text
    .slice(0, 2 * LENGTH_MOST)
    .replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ')
    .trim();
  return plain.length > LENGTH_MOST || text.length > 2 * LENGTH_MOST ? `${plain.slice(0, LENGTH_MOST)} …` : plain;
}
