import type { CalibrationEntry } from '../../../core/amplifier/calibration.ts';
import type { AmplifierCapabilities } from '../../../core/amplifier/capabilities.ts';
import type { Compensation } from '../../../core/amplifier/compensation.ts';
import type { GivenZap, ZapPulse } from '../../../core/amplifier/zap.ts';
import type { Emitter } from '../emitter.ts';
import type { AmplifierEvents } from './amplifier-events.ts';
import type { ClampSettings } from './clamp-settings.ts';
import type { StimulusItem } from './stimulus-item.ts';

export interface AmplifierIdentity {
  readonly name: string;
  readonly firmware: string;
  readonly serial: string;
  /** No living cell is connected. As the device itself states it, never derived from its address. */
  readonly simulated: boolean;
}

/**
 * An open amplifier: the seam between a run and a driver. A driver checks that what comes over its line is possible; whether the
 * device does what was asked is checked by the run (src/main/rig/run), in the same way for every driver.
 *
 * Every operation settles: it resolves once the device has done it, or rejects with a RigError. After `panic`, operations in progress
 * are rejected until the next `configure` or `compensate`.
 *
 * @example
 * ```ts
 * const amplifier = await driver.open({ kind: 'serial', name: '/dev/ttyACM0' }, { signal });
 * amplifier.events.on('samples', ({ firstIndex, currentPa }) => keep(firstIndex, currentPa));
 * await amplifier.configure({ sampleRateHz: 10_000, rangePa: 20_000, filterHz: 5000, mode: 'VC', holdLevel: -80_000 });
 * const played = await amplifier.load([{ kind: 'step', startLevel: 20_000, endLevel: 20_000, durationUs: 100_000, skippable: false }]);
 * await amplifier.arm();
 * await amplifier.start(); // samples follow, then one 'end'
 * ```
 */
export interface Amplifier {
  readonly identity: AmplifierIdentity;
  readonly capabilities: AmplifierCapabilities;
  /** Empty where samples come in physical units. */
  readonly calibration: readonly CalibrationEntry[];
  /** Listeners are called synchronously, in the order of the events. */
  readonly events: Emitter<AmplifierEvents>;
  readonly isOpen: boolean;
  /** Holds at the level of the settings. Discards the loaded stimulus. @throws RigError */
  configure(settings: ClampSettings): Promise<void>;
  /** Returns what was really set. Called only for an amplifier that compensates. @throws RigError */
  compensate(values: Compensation): Promise<Compensation>;
  /** Stores the stimulus and returns what will be played. @throws RigError where it cannot be stored */
  load(items: readonly StimulusItem[]): Promise<readonly StimulusItem[]>;
  /** Downloads that play what was loaded last, between which it rests for a time that differs; absent: one. */
  readonly downloads?: number;
  /**
   * One short pulse through the patch from the holding level, which it is at again when this resolves; never played twice for one
   * call. Called only for an amplifier that offers it, while nothing is armed. Returns what was given. @throws RigError
   */
  zap?(pulse: ZapPulse): Promise<GivenZap>;
  arm(): Promise<void>;
  /** Plays what was loaded last; from here on samples may come, also before it resolves. */
  start(): Promise<void>;
  /** Ends after the running item; the end is reported by an event. */
  stop(): Promise<void>;
  /**
   * Safe level at once. Never rejects: where the device does not show that it stopped, the port is closed as the last resort.
   * A second call while one is under way joins it.
   */
  panic(): Promise<'stands-still' | 'port-closed'>;
  /** Closes the port and ends whatever opening it started. Safe to call again. */
  close(): Promise<void>;
  /** Counts of what was bad on the line, by name, for the log. */
  diagnostics(): Readonly<Record<string, number>>;
}
