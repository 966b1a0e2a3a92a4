import { createBesselLowPass } from '../../../core/amplifier/bessel.ts';
import type { LowPass } from '../../../core/amplifier/bessel.ts';
import { createWhiteNoise } from '../../../core/amplifier/noise.ts';
import type { Random } from '../../../core/random/random.ts';
import type { ClampMode, Compensation } from '../../../shared/riglink/index.ts';
import type { EmulatedCell } from './cell.ts';
import { NO_COMPENSATION, realiseCompensation } from './compensation.ts';
import { CorrectionLoop } from './correction-loop.ts';

export interface AmplifierOptions {
  readonly cell: EmulatedCell;
  readonly random: Random;
  /** rms of the white noise per sample, after the filter. */
  readonly noisePa: number;
  readonly voltageNoiseMv: number;
  /** Offset of an electrode that was not zeroed, mV; adds to the command. */
  readonly junctionOffsetMv: number;
  /** How fast that offset drifts, mV a minute. */
  readonly driftMvPerMin?: number;
  /** Amplitude of the hum of the mains in the current, pA. */
  readonly humPa?: number;
}

const HUM_HZ = 50;

/** Smallest share of the series resistance that remains, however much compensation is asked. */
const LEAST_RESIDUAL_RS = 0.02;
/** Shortest time constant of the estimated membrane, ms. */
const LEAST_TAU_MS = 0.001;

/**
 * The simulated amplifier: series resistance correction and prediction, cancellation of the membrane capacitance,
 * offset, output filter, noise. Equations of Lei et al. 2020 (doi:10.1098/rsta.2019.0348) with instantaneous
 * amplifiers, so that the loop solves in closed form (beyond 90 % its lag shows, see CorrectionLoop):
 * with a_c, a_p the corrected and predicted shares,
 *   dVest/dt = (Vc - Vest) / ((1 - a_p) Cm* Rs*),   I = (V' - V) / (Rs - a_c Rs*) - Cm* dVest/dt,
 *   V' = Vc + Voff + Rs* Cm* (a_p - a_c) dVest/dt
 * where * marks what the operator set.
 */
export class EmulatedAmplifier {
  private readonly cell: EmulatedCell;
  private readonly firstOffsetMv: number;
  private readonly driftMvPerMin: number;
  private readonly humPa: number;
  private offsetMv: number;
  private driftFromMs: number | null = null;
  private simulatedMs = 0;
  private readonly currentNoise: () => number;
  private readonly voltageNoise: () => number;
  private compensation: Compensation = NO_COMPENSATION;
  private readonly loop = new CorrectionLoop();
  private mode: ClampMode = 'VC';
  private filter: LowPass | null = null;
  private estimatedMv = 0;
  private currentPa = 0;
  private filteredPa = 0;
  private membraneMv = 0;

  constructor(options: AmplifierOptions) {
    this.cell = options.cell;
    this.firstOffsetMv = this.offsetMv = options.junctionOffsetMv;
    this.driftMvPerMin = options.driftMvPerMin ?? 0;
    this.humPa = options.humPa ?? 0;
    this.currentNoise = createWhiteNoise(options.random.fork(1), options.noisePa);
    this.voltageNoise = createWhiteNoise(options.random.fork(2), options.voltageNoiseMv);
  }

  /** Longest step between two readings of the current, us; undefined: the usual one. */
  get longestStepUs(): number | undefined {
    return this.cell.longestStepUs;
  }

  /** The electrode ages. @param nowMs of a clock that never stops */
  drift(nowMs: number): void {
    this.driftFromMs ??= nowMs;
    this.offsetMv = this.firstOffsetMv + (this.driftMvPerMin * (nowMs - this.driftFromMs)) / 60_000;
  }

  setMode(mode: ClampMode): void {
    this.mode = mode;
  }

  /** filterHz 0 switches the filter off. stepUs: time between two calls of `observe`. */
  setFilter(filterHz: number, stepUs: number): void {
    this.filter = filterHz > 0 ? createBesselLowPass(filterHz, 1e6 / stepUs) : null;
    this.settleFilter();
  }

  settleFilter(): void {
    this.filter?.settle(this.currentPa);
    this.filteredPa = this.currentPa;
  }

  setCompensation(asked: Compensation): Compensation {
    this.compensation = realiseCompensation(asked);
    const { seriesResistanceMohm, correctionPercent } = this.compensation;
    const trueMohm = this.cell.seriesResistanceMohm;
    const leftMohm = trueMohm - (correctionPercent / 100) * seriesResistanceMohm;
    this.cell.setEffectiveSeriesResistance(Math.max(LEAST_RESIDUAL_RS * trueMohm, leftMohm));
    this.loop.set({
      share: 1 - leftMohm / trueMohm,
      rsCmMs: trueMohm * this.cell.membraneCapacitancePf * 1e-3,
      lagMs: this.compensation.lagUs * 1e-3,
    });
    return this.compensation;
  }

  /** Simulates dtMs under the command (mV in VC, pA in CC, unused in I0). */
  advance(command: number, dtMs: number): void {
    this.simulatedMs += dtMs;
    if (this.mode !== 'VC') {
      this.membraneMv = this.cell.free(dtMs, this.mode === 'CC' ? command : 0).membraneMv;
      this.currentPa = this.mode === 'CC' ? command : 0;
      return;
    }
    const { membraneCapacitancePf, seriesResistanceMohm, correctionPercent, predictionPercent, offsetMv } = this.compensation;
    const tauMs = Math.max(LEAST_TAU_MS, (1 - predictionPercent / 100) * membraneCapacitancePf * seriesResistanceMohm * 1e-3);
    const before = this.estimatedMv;
    this.estimatedMv = command + (before - command) * Math.exp(-dtMs / tauMs);
    const meanSlope = (this.estimatedMv - before) / dtMs;
    const boostMs = ((predictionPercent - correctionPercent) / 100) * seriesResistanceMohm * membraneCapacitancePf * 1e-3;
    const pipetteMv = command + this.offsetMv - offsetMv + boostMs * meanSlope;
    const answer = this.cell.clamp(this.loop.after(pipetteMv, dtMs), dtMs);
    this.membraneMv = answer.membraneMv;
    // pF * mV / ms = pA
    this.currentPa = answer.currentPa - (membraneCapacitancePf * (command - this.estimatedMv)) / tauMs;
  }

  /** A pulse that no membrane model is made for: what it does to the patch is all that it does. @param levelMv of the command */
  zap(levelMv: number, durationMs: number): void {
    this.cell.zap?.(levelMv, durationMs);
  }

  /** The cell waits, held before a run: its ions are exchanged with the pipette. */
  wait(dtMs: number): void {
    this.cell.exchange?.(dtMs);
  }

  /** Passes the present current through the output filter. */
  observe(): void {
    this.filteredPa = this.filter === null ? this.currentPa : this.filter.next(this.currentPa);
  }

  /** What the converters read now: in VC the command as voltage, otherwise the membrane potential. */
  sample(command: number): { voltageMv: number; currentPa: number } {
    return {
      voltageMv: this.mode === 'VC' ? command : this.membraneMv + this.voltageNoise(),
      currentPa: this.filteredPa + this.currentNoise() + this.hum(),
    };
  }

  private hum(): number {
    return this.humPa === 0 ? 0 : this.humPa * Math.sin(2 * Math.PI * HUM_HZ * this.simulatedMs * 1e-3);
  }
}
