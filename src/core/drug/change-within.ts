/**
 * Change of a measure within one cell: with the drug less the same cell without it. The one rule of concentrations, wash-ins and single
 * answers; a median and its band are taken over these.
 * @returns nothing where the cell lacks the measure in either, in the unit of the measure
 */
export function changeWithin(before: number | null | undefined, after: number | null | undefined): number[] {
  return before == null || after == null ? [] : [after - before];
}
