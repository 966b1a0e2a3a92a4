/**
 * Text out of a file as a message or a document may show it: control characters as spaces, runs of spaces as one,
 * trimmed, and cut with an ellipsis at `most` letters.
 */
export function shownText(text: string, most: number): string {
  const plain = text
    .slice(0, 4 * most)
    .replace(/[\u0000-\u001f\u007f-\u009f\ufffd\u2028\u2029]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain;
}
