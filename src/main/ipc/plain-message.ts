/** Longest message that is shown to an operator, characters. */
const LENGTH_MOST = 399;
/** Of a quoted text, the begin and the end are kept. */
const END_KEPT = 120;

/** A message as the page gets it: of readable length, with a space for each control character that a file or a device put into it. */
export function plainMessage(message: string): string {
  const plain = message.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' ');
  if (plain.length <= LENGTH_MOST) return plain;
  return `${plain.slice(0, LENGTH_MOST - END_KEPT - 3)} … ${plain.slice(-END_KEPT)}`;
}
