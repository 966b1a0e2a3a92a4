/** Lines of a text one by one, whatever ends them (LF, CR LF, CR); an end at the very end of the text makes no empty line. */
export function* textLines(text: string): Generator<string, undefined> {
  let start = 0;
  let nextCr = text.indexOf('\r');
  while (start < text.length) {
    const lf = text.indexOf('\n', start);
    if (nextCr >= 0 && nextCr < start) nextCr = text.indexOf('\r', start);
    const end = lf < 0 ? nextCr : nextCr < 0 ? lf : Math.min(lf, nextCr);
    if (end < 0) {
      yield text.slice(start);
      return undefined;
    }
    yield text.slice(start, end);
    start = end + (end === nextCr && lf === end + 1 ? 2 : 1);
  }
  return undefined;
}
