/** The session that the next recording goes into. */
export interface OpenCell {
  readonly sessionKey: string;
  readonly cellName: string;
  /** Serial of the device that recorded it: what a simulated rig recorded is never continued by a real one. */
  readonly device: string;
  /** Runs so far. */
  readonly runs: number;
}

const KEPT_AS = 'rig-open-cell';

/** Kept where a crash of the window or the computer does not reach it. */
export function keepOpenCell(cell: OpenCell | null): void {
  if (cell === null) localStorage.removeItem(KEPT_AS);
  else localStorage.setItem(KEPT_AS, JSON.stringify(cell));
}

/** The cell that was open last; null where none was, or what is kept is none. */
export function keptOpenCell(): OpenCell | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT_AS) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return null;
    const { sessionKey, cellName, device, runs } = kept as Record<string, unknown>;
    const texts = [sessionKey, cellName, device].every((value) => typeof value === 'string');
    return texts && typeof runs === 'number' ? (kept as OpenCell) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The session that a recording of this name by this device goes into: another name or device is another cell. */
export function sessionOf(open: OpenCell | null, cellName: string, device: string | null): string | null {
  return open !== null && open.cellName === cellName && open.device === device ? open.sessionKey : null;
}
