import type { AmplifierCapabilities } from '../../../core/amplifier/capabilities.ts';
import type { Compensation } from '../../../core/amplifier/compensation.ts';
import type { GivenZap, ZapPulse } from '../../../core/amplifier/zap.ts';
import type { AmplifierEvents } from '../amplifier/amplifier-events.ts';
import type { Amplifier, AmplifierIdentity } from '../amplifier/amplifier.ts';
import { assertCapabilities } from '../amplifier/check-capabilities.ts';
import type { ClampSettings } from '../amplifier/clamp-settings.ts';
import { printable } from '../amplifier/printable.ts';
import { samplesOf, type StimulusItem } from '../amplifier/stimulus-item.ts';
import type { Emitter } from '../emitter.ts';
import { RigError } from '../rig-error.ts';
import { assertCompensation, checkCompensation } from './check-compensation.ts';
import { assertItems, assertRealised } from './check-items.ts';
import { assertZap, checkZap } from './check-zap.ts';
import { chooseSettings, type ClampWish } from './choose-settings.ts';

/** An amplifier whose answers are checked against what was asked, whatever its driver: the only one that a run uses. */
export class CheckedAmplifier {
  /** Names are printable. */
  readonly identity: AmplifierIdentity;
  readonly capabilities: AmplifierCapabilities;
  private readonly amplifier: Amplifier;
  private settings: ClampSettings | null = null;
  private played: readonly StimulusItem[] | null = null;
  /** After a PANIC nothing is set or played until the owner of the amplifier allows it again. */
  private barred = false;

  /** @throws RigError bad-device where its description is impossible, or where it is unsafe for a cell */
  constructor(amplifier: Amplifier) {
    const { identity, capabilities } = amplifier;
    assertCapabilities(capabilities);
    if (capabilities.onPortClose === 'plays-on' && !identity.simulated) {
      throw new RigError(
        'bad-device',
        'Expected a device that goes to its safe level when its port closes, this one plays on. Use another device for cells.',
      );
    }
    this.amplifier = amplifier;
    this.capabilities = capabilities;
    this.identity = {
      name: printable(identity.name) || 'Device without a name',
      firmware: printable(identity.firmware),
      serial: printable(identity.serial),
      simulated: identity.simulated,
    };
  }

  get calibration(): Amplifier['calibration'] {
    return this.amplifier.calibration;
  }

  get events(): Emitter<AmplifierEvents> {
    return this.amplifier.events;
  }

  get isOpen(): boolean {
    return this.amplifier.isOpen;
  }

  /** @throws RigError bad-device where it has no such mode, rate or range, refused where no cell could be held at that level */
  async configure(wish: ClampWish): Promise<void> {
    this.assertAllowed();
    const settings = chooseSettings(this.capabilities, wish);
    this.played = null;
    await this.amplifier.configure(settings);
    this.settings = settings;
  }

  /**
   * Returns what could really be set, null for an amplifier that does not compensate. @throws RigError bad-device where that is not
   * what was asked
   */
  async compensate(values: Compensation): Promise<Compensation | null> {
    this.assertAllowed();
    if (!this.capabilities.compensates) return null;
    assertCompensation(values);
    return checkCompensation(values, await this.amplifier.compensate(values));
  }

  /** One pulse through the patch, as it was given. @throws RigError refused where none was, bad-device where another one was */
  async zap(pulse: ZapPulse): Promise<GivenZap> {
    this.assertAllowed();
    assertZap(pulse, this.capabilities);
    if (this.configured().mode !== 'VC' || this.amplifier.zap === undefined)
      throw new RigError('wrong-state', 'Expected a voltage clamp for a zap, there is none. Start the test pulses first.');
    this.played = null;
    return checkZap(pulse, await this.amplifier.zap(pulse));
  }

  /**
   * Loads a stimulus and returns the items as they will be played: those that were asked, up to the rounding of the grid.
   * @throws RigError refused where the amplifier cannot take the items, bad-device where it would play something else
   */
  async load(items: readonly StimulusItem[]): Promise<readonly StimulusItem[]> {
    this.assertAllowed();
    const settings = this.configured();
    this.played = null;
    assertItems(items, settings, this.capabilities);
    const played = await this.amplifier.load(items);
    assertRealised(items, played, this.capabilities, settings.mode);
    this.played = played;
    return played;
  }

  /** What was loaded last, as it will be played. @throws RigError wrong-state where nothing was */
  loaded(): {
    readonly items: readonly StimulusItem[];
    readonly settings: ClampSettings;
    readonly samples: number;
    /** It rests between two of them, for a time that is not known before. */
    readonly downloads: number;
  } {
    const settings = this.configured();
    if (this.played === null) throw new RigError('wrong-state', 'Expected a protocol in the device, none was downloaded. Start again.');
    const { downloads = 1 } = this.amplifier;
    return { items: this.played, settings, samples: samplesOf(this.played, settings.sampleRateHz), downloads };
  }

  async arm(): Promise<void> {
    this.assertAllowed();
    this.loaded();
    await this.amplifier.arm();
  }

  async start(): Promise<void> {
    this.assertAllowed();
    this.loaded();
    await this.amplifier.start();
  }

  stop(): Promise<void> {
    return this.amplifier.stop();
  }

  panic(): ReturnType<Amplifier['panic']> {
    this.barred = true;
    this.played = null;
    return this.amplifier.panic();
  }

  /** Ends the state after a PANIC: the amplifier may be set and started again. */
  allow(): void {
    this.barred = false;
  }

  close(): Promise<void> {
    return this.amplifier.close();
  }

  diagnostics(): Readonly<Record<string, number>> {
    return this.amplifier.diagnostics();
  }

  private assertAllowed(): void {
    if (this.barred) throw new RigError('aborted', 'Expected to go on with the device, an abort came first. Start again when ready.');
  }

  private configured(): ClampSettings {
    if (this.settings !== null) return this.settings;
    throw new RigError('wrong-state', 'Expected a device that is set up, it is not. Connect again.');
  }
}
