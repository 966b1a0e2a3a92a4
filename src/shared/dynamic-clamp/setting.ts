/** One value that a dynamic clamp is set to. */
export interface ClampSetting {
  /** As it is typed and stored. */
  readonly id: string;
  /** As people read it. */
  readonly label: string;
  readonly unit: string;
  /** What it may be set to, both ends included. */
  readonly least: number;
  readonly most: number;
}

/** Values by the id of their setting. */
export type ClampValues = Readonly<Record<string, number>>;

/**
 * What is wrong with values that are wanted, as a sentence; null: nothing.
 * @example
 * faultOf({ na: -1 }, CONDUCTANCES); // 'Expected Na conductance 0 to 1000 nS, got -1. ...'
 */
export function faultOf(wanted: ClampValues, settings: readonly ClampSetting[]): string | null {
  for (const [id, value] of Object.entries(wanted)) {
    const setting = settings.find((known) => known.id === id);
    if (setting === undefined) return `Expected ${settings.map((known) => known.id).join(', ')}; got "${id}". Correct the name.`;
    const { label, unit, least, most } = setting;
    if (!(value >= least && value <= most)) return `Expected ${label} ${least} to ${most} ${unit}, got ${value}. Correct the value.`;
  }
  return null;
}
