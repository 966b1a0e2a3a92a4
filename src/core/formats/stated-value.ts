/** A setting without the digits that single precision or a change of unit adds. */
export function statedValue(value: number): number {
  return Number(value.toPrecision(7));
}
