/** A column of numbers with its title and unit. */
export interface TableColumn {
  readonly title: string;
  /** As the file writes it; empty where it does not. */
  readonly unit: string;
  /** NaN where the file has no value. */
  readonly values: Float64Array;
}

export type ColumnRole = 'time' | 'voltage' | 'current' | 'current density' | 'temperature' | 'other' | 'ignored';

/** Role and unit of a column, and whether the file states them. */
export interface ColumnMeaning {
  readonly role: ColumnRole;
  /** Empty where it cannot be known. */
  readonly unit: string;
  /** The file states it; otherwise it was guessed from size or place, or is unknown. */
  readonly certain: boolean;
  /** Its sign is the other way round. */
  readonly reversed?: boolean;
}
