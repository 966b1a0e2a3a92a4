import type { CalibrationEntry } from '../../../core/amplifier/calibration.ts';
import type { AmplifierCapabilities } from '../../../core/amplifier/capabilities.ts';
import type { Compensation } from '../../../core/amplifier/compensation.ts';
import type { Emitter } from '../emitter.ts';
import type { AmplifierEvents } from './amplifier-events.ts';
import type { ClampSettings } from './clamp-settings.ts';
import type { StimulusItem } from './stimulus-item.ts';

export interface AmplifierIdentity {
  readonly name: string;
  readonly firmware: string;
  readonly serial: string;
  /** No living cell hangs on it. As the device itself states it, never by its address. */
  readonly simulated: boolean;
}

/**
 * An open amplifier: the seam between a run and a driver. A driver speaks with its device and believes nothing that cannot be on its
 * line; whether the device does what was asked is checked by the run (src/main/rig/run), alike for every driver.
 *
 * Every operation settles: it resolves once the device has done it, or rejects with a RigError. After `panic` what is under way is
 * rejected, until the next `configure` or `compensate`.
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
  /** Listeners are called synchronously, in the order in which things came. */
  readonly events: Emitter<AmplifierEvents>;
  readonly isOpen: boolean;
  /** Holds at the level of the settings. Forgets what was loaded. @throws RigError */
  configure(settings: ClampSettings): Promise<void>;
  /** What was really set. Asked only of an amplifier that compensates. @throws RigError */
  compensate(values: Compensation): Promise<Compensation>;
  /** Stores the stimulus and answers what will be played of it. @throws RigError where it cannot be stored */
  load(items: readonly StimulusItem[]): Promise<readonly StimulusItem[]>;
  arm(): Promise<void>;
  /** Plays what was loaded last; from here on samples may come, also before it resolves. */
  start(): Promise<void>;
  /** Ends after the running item; the end comes as an event. */
  stop(): Promise<void>;
  /**
   * Safe level at once. Never rejects: where the device does not show that it stands still, the port is closed, the last thing left.
   * A second call while one is under way joins it.
   */
  panic(): Promise<'stands-still' | 'port-closed'>;
  /** Closes the port and ends whatever opening it started. Safe to call again. */
  close(): Promise<void>;
  /** What did not fit on the line, by name, for the log. */
  diagnostics(): Readonly<Record<string, number>>;
}
