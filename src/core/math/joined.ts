/** Rows one after the other. */
export function joined(rows: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    whole.set(row, at);
    at += row.length;
  }
  return whole;
}
