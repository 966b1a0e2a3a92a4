/** A setting without the digits that single precision or a change of unit adds. */
export function toldValue(value: number): number {
  return Number(value.toPrecision(7));
}
