/** A column of numbers with what the file says of it. */
export interface TableColumn {
  readonly title: string;
  /** As the file writes it; empty where it does not. */
  readonly unit: string;
  /** NaN where the file has no value. */
  readonly values: Float64Array;
}

export type ColumnRole = 'time' | 'voltage' | 'current' | 'current density' | 'temperature' | 'other' | 'ignored';

/** What a column is and in which unit, and whether the file says so. */
export interface ColumnMeaning {
  readonly role: ColumnRole;
  /** Empty where it cannot be known. */
  readonly unit: string;
  /** The file says it; otherwise it was guessed from size or place, or is open. */
  readonly certain: boolean;
  /** Its sign is the other way round. */
  readonly reversed?: boolean;
}
