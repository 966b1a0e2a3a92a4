/**
 * The value that would stand at a place if the values were sorted, in linear time (C. A. R. Hoare, Communications of the ACM 4 (1961) 321).
 * The values change their order.
 * @param values none NaN
 * @param n 0 for the smallest
 */
export function nthSmallest(values: Float64Array, n: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1] as number;
    let [i, j] = [low, high];
    while (i <= j) {
      while ((values[i] as number) < pivot) i++;
      while ((values[j] as number) > pivot) j--;
      if (i > j) break;
      const value = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = value;
    }
    if (n <= j) high = j;
    else if (n >= i) low = i;
    else break;
  }
  return values[n] ?? NaN;
}
