import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  compensationSetting,
  CORRECTION_LAG_US,
  headMessage,
  int32Words,
  itemMessage,
  MESSAGE,
  readItemStart,
  SAMPLING_RATES_HZ,
  TICK_MS,
  switchWords,
  FROM_DEVICE,
  type EpatchFrame,
  type EpatchItem,
  type EpatchModel,
  type SwitchState,
} from '../../../../shared/epatch/index.ts';
import type { Compensation } from '../../../../core/amplifier/compensation.ts';
import type { ClampSettings } from '../../amplifier/clamp-settings.ts';
import type { MessageLine, SendOptions } from './message-line.ts';

const RESET_PULSE_MS = 10;
/** A hold repeats two items of this length for ever: 100,000 s. */
const HOLD_TICKS = 1e9;
/** Of a device with one. */
const CHANNEL = 0;
const NOTHING = { fastCapacitance: false, slowCapacitance: false, correction: false, prediction: false };
/** Before the first settings: a cell may be patched already when the program connects. */
export const FIRST_HOLD_UV = -80_000;

/** What the program sets on an ePatch, with a copy of its switches, which are always sent whole. */
export class EpatchControl {
  private readonly line: MessageLine;
  private readonly model: EpatchModel;
  private state: SwitchState = { mode: 'VC', range: 0, rate: 0, compensated: NOTHING, resetChip: false };
  private compensated: SwitchState['compensated'] = NOTHING;
  private nextProtocol = randomInt(1, 0xf000);

  constructor(line: MessageLine, model: EpatchModel) {
    this.line = line;
    this.model = model;
    this.state = { ...this.state, range: model.currentRanges.length - 1 };
  }

  /** Level of one step of the command, in the unit of an item's level: uV in voltage clamp. */
  get stepLevel(): number {
    return this.state.mode === 'VC' ? this.model.commandStepMv * 1000 : 1;
  }

  /** Switches, sources and rate as they are before anything is set. */
  async begin(): Promise<void> {
    await this.sendSwitches({});
    await this.registers([
      [this.model.registers.voltageSource, 0],
      [this.model.registers.currentSource, 0],
    ]);
    await this.tune(0);
  }

  /** The device is reset with the holding level on, as its vendor does it. */
  async resetChip(): Promise<void> {
    await this.sendSwitches({ resetChip: true });
    await wait(RESET_PULSE_MS);
    await this.sendSwitches({ resetChip: false });
  }

  async configure({ mode, rangePa, sampleRateHz, holdLevel }: ClampSettings): Promise<void> {
    const range = this.model.currentRanges.findIndex(({ fullScalePa }) => fullScalePa === rangePa);
    const clamp = mode === 'VC' ? 'VC' : 'CC';
    const largest = this.model.currentRanges.length - 1;
    if (clamp !== this.state.mode) {
      // In the vendor's order: compensation off at the largest range, then the clamp, then range and sources.
      await this.sendSwitches({ compensated: NOTHING, range: largest });
      await this.sendSwitches({ mode: clamp });
      const source = clamp === 'VC' ? 0 : 1;
      await this.registers([
        [this.model.registers.voltageSource, source],
        [this.model.registers.currentSource, source],
      ]);
    }
    await this.sendSwitches({ range: clamp === 'VC' ? range : largest, compensated: clamp === 'VC' ? this.compensated : NOTHING });
    const rate = (SAMPLING_RATES_HZ as readonly number[]).indexOf(sampleRateHz);
    if (rate !== this.state.rate) {
      await this.sendSwitches({ rate });
      await this.line.send({ type: MESSAGE.samplingRate, words: [rate] });
      await this.resetChip();
    }
    await this.hold(holdLevel);
  }

  async compensate(values: Compensation): Promise<Compensation> {
    const setting = compensationSetting(this.model, values);
    await this.registers(setting.registers);
    this.compensated = setting.compensated;
    await this.sendSwitches({ compensated: this.compensated });
    const steps = Math.round((values.junctionPotentialMv - values.offsetMv) / this.model.commandStepMv);
    await this.tune(steps);
    return {
      ...setting.realised,
      lagUs: CORRECTION_LAG_US,
      junctionPotentialMv: steps * this.model.commandStepMv + values.offsetMv,
      offsetMv: values.offsetMv,
    };
  }

  /** Holds at a level until something else is played. Returns the number of that protocol. */
  async hold(holdLevel: number, options: SendOptions = {}): Promise<number> {
    const level = Math.round(holdLevel / this.stepLevel);
    const stay = { kind: 'step', start: level, end: level, ticks: HOLD_TICKS } as const;
    const protocolId = this.newProtocol();
    const items: EpatchItem[] = [
      { ...stay, item: 0, next: 1, reps: 1 },
      { ...stay, item: 1, next: 0, reps: 0 },
    ];
    await this.announce(protocolId, items, level, options);
    await this.complete(protocolId, items, options);
    return protocolId;
  }

  /** One pulse of the device's own level. Its time is in ticks of the stimulus. Returns that time, ms. */
  async zap(durationMs: number): Promise<number> {
    const ticks = Math.max(1, Math.round(durationMs / TICK_MS));
    const [low, high] = int32Words(ticks);
    const { zapLow } = this.model.registers;
    await this.registers([
      [zapLow, low],
      [zapLow + 1, high],
    ]);
    await this.line.send({ type: MESSAGE.zap, words: [CHANNEL] }, { once: true });
    return ticks * TICK_MS;
  }

  newProtocol(): number {
    this.nextProtocol = (this.nextProtocol % 0xffff) + 1;
    return this.nextProtocol;
  }

  /** Sends a protocol but for its last item, with which it would begin. @param rest level after it, in steps */
  async announce(protocolId: number, items: readonly EpatchItem[], rest: number, options: SendOptions = {}): Promise<void> {
    const current = this.state.mode !== 'VC';
    await this.line.send(headMessage({ protocolId, items: items.length, sweeps: 1, rest }, current), options);
    for (const item of items.slice(0, -1)) await this.line.send(itemMessage(item, current), options);
  }

  /** Sends the last item: the protocol begins. Its header shows so too, since the item, sent again, would begin it anew. */
  complete(protocolId: number, items: readonly EpatchItem[], options: SendOptions = {}): Promise<void> {
    return this.line.send(itemMessage(items.at(-1)!, this.state.mode !== 'VC'), {
      ...options,
      patient: true,
      shownBy: (frame) => startsProtocol(frame) === protocolId,
    });
  }

  private async registers(pairs: readonly (readonly [register: number, value: number])[]): Promise<void> {
    await this.line.send({ type: MESSAGE.registers, words: pairs.flat() });
  }

  /** The holding voltage that is added to the command and is not in the samples, in steps of the command. */
  private async tune(steps: number): Promise<void> {
    const [low, high] = int32Words(steps);
    const { voltageHold } = this.model.registers;
    await this.registers([
      [voltageHold, low],
      [voltageHold + 1, high],
    ]);
  }

  private async sendSwitches(change: Partial<SwitchState>): Promise<void> {
    this.state = { ...this.state, ...change };
    await this.line.send({ type: MESSAGE.switches, words: switchWords(this.model, this.state) });
  }
}

/** Number of the protocol that a frame shows to have begun; null for other frames. */
export function startsProtocol({ type, words }: EpatchFrame): number | null {
  if (type !== (MESSAGE.header | FROM_DEVICE)) return null;
  return readItemStart(words)?.protocolId ?? null;
}
