/** Corrected share of the access above which the lag of the loop shows. */
const CLEAN_TO = 0.9;
const MOST_GROWTH = -0.3;
/** An oscillation that grows ends at the limits of the amplifier, mV about the command. */
const LARGEST_SWING_MV = 100;

export interface LoopSettings {
  /** Share of the true access that is corrected, 0 to more than 1. */
  readonly share: number;
  /** True access times membrane capacitance, ms. */
  readonly rsCmMs: number;
  /** Lag of the feedback, ms. */
  readonly lagMs: number;
}

/**
 * The command behind a series resistance correction whose feedback lags: I_fed follows I with the lag, V' = Vc + k Rs I_fed. With the
 * membrane Rs Cm that is a second-order system,
 *   w0^2 = 1 / (Rs Cm lag),  2 z w0 = 1 / (Rs Cm) + (1 - k) / lag,
 * which rings as k nears 1 and is unstable from k = 1 + lag / (Rs Cm) on (for the circuit: Sigworth 1995,
 * Electronic design of the patch clamp, in Single-Channel Recording).
 * Up to 90 % it is taken for instantaneous, as in `amplifier.ts`. Each step is exact for a command that is constant over it.
 */
export class CorrectionLoop {
  private settings: LoopSettings | null = null;
  /** Distance from the command, mV, and its slope, mV/ms. */
  private swingMv = 0;
  private slope = 0;
  private commandMv: number | null = null;

  /** null, or a share up to 90 %: the loop follows the command at once. */
  set(settings: LoopSettings | null): void {
    this.settings = settings !== null && settings.share > CLEAN_TO ? settings : null;
    this.swingMv = this.slope = 0;
    this.commandMv = null;
  }

  /** The command as the pipette gets it after dtMs at this level, mV. */
  after(commandMv: number, dtMs: number): number {
    if (this.settings === null) return commandMv;
    const { share, rsCmMs, lagMs } = this.settings;
    const w0 = 1 / Math.sqrt(rsCmMs * lagMs);
    // Just below 1 where the loop is slower than ringing: the equations are those of an oscillation. A loop that is unstable oscillates,
    // by its further lags, rather than run to one side.
    const z = Math.max(MOST_GROWTH, Math.min(0.999, (1 / rsCmMs + (1 - share) / lagMs) / (2 * w0)));
    const damping = z * w0;
    const w = w0 * Math.sqrt(Math.max(1e-6, 1 - z * z));
    this.swingMv -= commandMv - (this.commandMv ?? commandMv);
    this.commandMv = commandMv;
    const kept = Math.exp(-damping * dtMs);
    const [cos, sin] = [Math.cos(w * dtMs), Math.sin(w * dtMs) / w];
    const { swingMv, slope } = this;
    const swing = kept * ((cos + damping * sin) * swingMv + sin * slope);
    const nextSlope = kept * ((cos - damping * sin) * slope - w0 * w0 * sin * swingMv);
    const cut = Math.min(1, LARGEST_SWING_MV / Math.max(Math.abs(swing), Math.abs(nextSlope) / w0, 1e-9));
    this.swingMv = swing * cut;
    this.slope = nextSlope * cut;
    return commandMv + this.swingMv;
  }
}
