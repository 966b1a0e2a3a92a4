import { createBesselLowPass, type LowPass } from '../../../../core/amplifier/bessel.ts';
import { MEASURED_FULL_SCALE_MV, type DataBlock, type EpatchModel } from '../../../../shared/epatch/index.ts';
import type { ClampSettings } from '../../amplifier/clamp-settings.ts';

const FULL_SCALE_COUNTS = 32_768;

/** Samples in physical units. */
export interface ScaledBlock {
  readonly voltageMv: Float32Array;
  readonly currentPa: Float32Array;
}

/**
 * Turns counts into mV and pA, and filters the current as asked: an ePatch has no output filter of its own. Blocks come in order;
 * after a loss the filter begins anew.
 */
export class SampleScale {
  private readonly voltageMv: number;
  private readonly currentPa: number;
  private readonly filter: LowPass | null;
  private settled = false;

  constructor(model: EpatchModel, { mode, rangePa, filterHz, sampleRateHz }: ClampSettings) {
    const clamp = mode === 'VC';
    this.voltageMv = clamp ? model.voltageCountMv : MEASURED_FULL_SCALE_MV / FULL_SCALE_COUNTS;
    this.currentPa = (clamp ? rangePa : model.injectedPa) / FULL_SCALE_COUNTS;
    this.filter = filterHz > 0 && clamp ? createBesselLowPass(filterHz, sampleRateHz) : null;
  }

  /** Samples before the next block were lost. */
  lost(): void {
    this.settled = false;
  }

  take({ voltage, current }: DataBlock): ScaledBlock {
    const voltageMv = Float32Array.from(voltage, (count) => count * this.voltageMv);
    const raw = Float32Array.from(current, (count) => count * this.currentPa);
    const { filter } = this;
    if (filter === null) return { voltageMv, currentPa: raw };
    if (!this.settled) filter.settle(raw[0] ?? 0);
    this.settled = true;
    return { voltageMv, currentPa: raw.map((picoampere) => filter.next(picoampere)) };
  }
}
