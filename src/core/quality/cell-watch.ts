import type { ClampErrors } from './clamp-error.ts';
import type { Measures } from './gates.ts';
import type { MembraneTestResult } from './membrane-test.ts';
import type { StepMembrane } from './step-membrane.ts';

/** How far a cell has come, as its operator states it. */
export const STAGES = ['bath', 'seal', 'whole-cell'] as const;
export type Stage = (typeof STAGES)[number];

export const STAGE_WORDS: Readonly<Record<Stage, string>> = { bath: 'Bath', seal: 'Seal', 'whole-cell': 'Whole cell' };

type Membrane = Pick<MembraneTestResult, 'seriesResistanceMohm' | 'membraneCapacitancePf' | 'membraneResistanceMohm' | 'holdingCurrentPa'>;

/** The holding current is judged at this potential, mV, give or take 2. */
const JUDGED_AT_MV = -80;

/** Collects what is known of one cell from the bath to its last recording. Holds no clock and no device. */
export class CellWatch {
  private now: Stage | null = null;
  private pipetteMohm: number | null = null;
  private sealMohm: number | null = null;
  private breakInMohm: number | null = null;
  private last: { readonly membrane: Membrane; readonly holdingMv: number } | null = null;
  private errorMv: number | null = null;

  /** null: the operator has not stated it. */
  get stage(): Stage | null {
    return this.now;
  }

  /** Another cell: nothing of the one before counts. */
  begin(): void {
    this.now = null;
    this.pipetteMohm = this.sealMohm = this.breakInMohm = this.errorMv = null;
    this.last = null;
  }

  /** The cell of before a restart, which is open: later tests are compared with its break-in, not with the next one. */
  resume({ breakInMohm, errorMv }: { readonly breakInMohm: number | null; readonly errorMv: number }): void {
    this.begin();
    this.now = 'whole-cell';
    this.breakInMohm = breakInMohm;
    this.errorMv = errorMv;
  }

  enter(stage: Stage): void {
    // Break-in: the first test from here on is what later ones are compared with.
    if (stage === 'whole-cell' && this.now !== 'whole-cell') this.breakInMohm = null;
    if (stage !== 'whole-cell') this.last = null;
    this.now = stage;
  }

  /** A reading of the test pulses: of pipette or seal by the stage. */
  resistance(megaohm: number): void {
    if (this.now === 'bath') this.pipetteMohm = megaohm;
    if (this.now === 'seal') this.sealMohm = megaohm;
  }

  /** A membrane test, at the holding potential, mV. */
  membrane(membrane: Membrane, holdingMv: number): void {
    if (this.now === 'bath' || this.now === 'seal') return;
    this.breakInMohm ??= membrane.seriesResistanceMohm;
    this.last = { membrane, holdingMv };
  }

  /**
   * A recording has ended: the error of its slow currents is judged, that of INa never. Rs and Cm by its own steps (null: not readable)
   * count until the next membrane test.
   */
  recorded({ slow }: ClampErrors, steps: StepMembrane | null): void {
    this.errorMv = slow.errorMv;
    if (steps === null || this.last === null) return;
    const { seriesResistanceMohm, membraneCapacitancePf } = steps;
    this.last = { ...this.last, membrane: { ...this.last.membrane, seriesResistanceMohm, membraneCapacitancePf } };
  }

  /** Resistance of the pipette in the bath, MOhm; null: not measured. */
  get pipette(): number | null {
    return this.pipetteMohm;
  }

  /** Access resistance by the first test after break-in, MOhm; null: none yet. */
  get breakIn(): number | null {
    return this.breakInMohm;
  }

  measures(): Measures {
    const { last, breakInMohm } = this;
    const rs = last?.membrane.seriesResistanceMohm ?? null;
    return {
      seal: this.sealMohm,
      access: rs,
      error: this.errorMv,
      change: rs === null || breakInMohm === null ? null : 100 * (rs / breakInMohm - 1),
      capacitance: last?.membrane.membraneCapacitancePf ?? null,
      resistance: last?.membrane.membraneResistanceMohm ?? null,
      holding: last !== null && Math.abs(last.holdingMv - JUDGED_AT_MV) <= 2 ? last.membrane.holdingCurrentPa : null,
    };
  }
}
