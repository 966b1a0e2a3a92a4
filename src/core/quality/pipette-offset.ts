/** More is no pipette in the bath, MOhm. */
const MOST_PIPETTE_MOHM = 50;
/** An electrode that is further off is broken or not connected, mV. */
export const MOST_OFFSET_MV = 50;

export interface BathReading {
  readonly resistanceMohm: number;
  /** Between the pulses. */
  readonly holdingCurrentPa: number;
  readonly isAtLeast: boolean;
}

/**
 * Offset of the electrode, mV, from the current that an open pipette draws: what is left of it at a command is current times resistance.
 * @param commandMv between the pulses
 * @param subtractedMv what the amplifier already takes off
 * @throws Error where that is no open pipette, or no offset of an electrode
 * @example offsetInBath({ resistanceMohm: 3, holdingCurrentPa: 500, isAtLeast: false }, 0, 0); // 1.5
 */
export function offsetInBath(
  { resistanceMohm, holdingCurrentPa, isAtLeast }: BathReading,
  commandMv: number,
  subtractedMv: number,
): number {
  if (isAtLeast || resistanceMohm > MOST_PIPETTE_MOHM)
    throw new Error(
      `Expected an open pipette of at most ${MOST_PIPETTE_MOHM} MΩ in the bath, got ${resistanceMohm.toFixed(0)} MΩ. ` +
        `Zero the offset before the seal.`,
    );
  const offsetMv = (holdingCurrentPa * resistanceMohm) / 1000 - commandMv + subtractedMv;
  if (!(Math.abs(offsetMv) <= MOST_OFFSET_MV))
    throw new Error(
      `Expected an offset within ${MOST_OFFSET_MV} mV, got ${offsetMv.toFixed(1)} mV. Check the electrode and its wire, then zero again.`,
    );
  return offsetMv;
}
