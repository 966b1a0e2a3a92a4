import type { FrontAmplifier } from '../../../../core/amplifier/front-amplifier.ts';
import { filterMismatch, knobMismatch, readTelegraph, type TelegraphVoltages } from '../../../../core/amplifier/telegraph.ts';
import { TELEGRAPH_TABLES } from '../../../../core/amplifier/telegraph-table.ts';
import type { TelegraphedAmplifier } from '../../../../shared/riglink/index.ts';
import type { ClampSettings } from '../../amplifier/clamp-settings.ts';
import { asRigError, RigError } from '../../rig-error.ts';

/** Reports in a row, 10 a second, that make a knob one that was turned. */
const IN_A_ROW = 2;
const REPORT_MS = 1000;

/** Whether the knobs of the amplifier in front of a device stand as the device was set up. */
export class TelegraphWatch {
  private readonly amplifier: TelegraphedAmplifier | null;
  private voltages: TelegraphVoltages | null = null;
  private differing = 0;
  private wake: () => void = () => undefined;

  /** @param amplifier as WELCOME reports it, checked; absent: the device reads no knobs */
  constructor(amplifier: TelegraphedAmplifier | undefined) {
    this.amplifier = amplifier ?? null;
  }

  /** The device was set up anew: what was seen before does not count. */
  setUp(): void {
    this.voltages = null;
    this.differing = 0;
  }

  /**
   * Before a run: waits for the knobs as they stand since the device was set up.
   * @throws RigError refused where they differ, no-answer where none are reported
   */
  async agree(settings: ClampSettings): Promise<void> {
    if (this.amplifier === null) return;
    if (this.voltages === null) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        timer = setTimeout(resolve, REPORT_MS);
      });
      clearTimeout(timer);
    }
    if (this.voltages === null)
      throw new RigError('no-answer', `Expected the knobs of the amplifier within ${REPORT_MS / 1000} s, got none. Connect again.`);
    const fault = this.fault(settings);
    if (fault !== null) throw new RigError('refused', fault);
  }

  /** @returns why the run that plays must end, null where it may go on */
  see(voltages: TelegraphVoltages | undefined, settings: ClampSettings | null): string | null {
    this.voltages = voltages ?? null;
    this.wake();
    const fault = this.fault(settings);
    this.differing = fault === null ? 0 : this.differing + 1;
    return this.differing >= IN_A_ROW ? fault : null;
  }

  /** Where the knobs stand and whether that is as the device was set up; null: no amplifier, or nothing reported yet. */
  now(settings: ClampSettings | null): FrontAmplifier | null {
    const table = TELEGRAPH_TABLES.find(({ id }) => id === this.amplifier?.id);
    if (table === undefined || this.voltages === null) return null;
    const { name } = table;
    // A knob that is being turned stands nowhere for a moment.
    const isSure = this.differing >= IN_A_ROW;
    try {
      const knobs = readTelegraph(table, this.voltages);
      const fault = isSure ? this.fault(settings) : null;
      return { name, ...knobs, mismatch: fault ?? (settings === null ? null : filterMismatch(name, knobs, settings.filterHz)) };
    } catch (error) {
      const mismatch = isSure ? asRigError(error, 'bad-device').message : null;
      return { name, gainMvPa: null, filterHz: null, capacitancePf: null, mode: null, mismatch };
    }
  }

  /** How the knobs differ now, as a sentence; null: they do not, or nothing is known of them. */
  private fault(settings: ClampSettings | null): string | null {
    const { amplifier, voltages } = this;
    const table = TELEGRAPH_TABLES.find(({ id }) => id === amplifier?.id);
    if (amplifier === null || voltages === null || settings === null || table === undefined) return null;
    const gainMvPa = Number((amplifier.inputFullScaleMv / settings.rangePa).toPrecision(4));
    try {
      return knobMismatch(table.name, readTelegraph(table, voltages), { gainMvPa, mode: settings.mode });
    } catch (error) {
      return asRigError(error, 'bad-device').message;
    }
  }
}
