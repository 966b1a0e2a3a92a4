import {
  CORRECTION_LAG_US,
  int32Of,
  readBack,
  readSwitches,
  SAMPLING_RATES_HZ,
  TICK_MS,
  type EpatchModel,
} from '../../../../shared/epatch/index.ts';
import type { EmulatedAmplifier } from '../amplifier.ts';

/** Switches, registers and rate of the simulated ePatch, and what they set on its amplifier. */
export class DeviceRegisters {
  private readonly model: EpatchModel;
  private readonly amplifier: EmulatedAmplifier;
  private readonly written = new Map<number, number>();
  private rate = 0;
  mode: 'VC' | 'CC' = 'VC';
  fullScalePa: number;

  constructor(model: EpatchModel, amplifier: EmulatedAmplifier) {
    this.model = model;
    this.amplifier = amplifier;
    this.fullScalePa = model.currentRanges[0]!.fullScalePa;
    this.amplifier.setFilter(0, 20);
  }

  get sampleRateHz(): number {
    return SAMPLING_RATES_HZ[this.rate] ?? SAMPLING_RATES_HZ[0];
  }

  /** Voltage that is added to the command and not in the samples, mV. */
  get holdMv(): number {
    const { voltageHold } = this.model.registers;
    return int32Of([this.written.get(voltageHold) ?? 0, this.written.get(voltageHold + 1) ?? 0], 0) * this.model.commandStepMv;
  }

  /** Duration of a zap, ms. */
  get zapMs(): number {
    const { zapLow } = this.model.registers;
    return int32Of([this.written.get(zapLow) ?? 0, this.written.get(zapLow + 1) ?? 0], 0) * TICK_MS;
  }

  setRate(index: number | undefined): void {
    if (index !== undefined && SAMPLING_RATES_HZ[index] !== undefined) this.rate = index;
  }

  setSwitches(words: readonly number[]): void {
    if (words.length !== this.model.switchWords) return;
    const { mode, range } = readSwitches(this.model, words);
    this.mode = mode;
    this.amplifier.setMode(mode);
    this.fullScalePa = this.model.currentRanges[range]?.fullScalePa ?? this.fullScalePa;
    this.compensate(words);
  }

  setRegisters(words: readonly number[]): void {
    for (let i = 0; i + 1 < words.length; i += 2) this.written.set(words[i]!, words[i + 1]!);
  }

  /** Compensation counts from when its switch is on. */
  private compensate(words: readonly number[]): void {
    const { bits } = this.model;
    const isOn = ([word, mask]: readonly [number, number]): boolean => ((words[word] ?? 0) & mask) !== 0;
    const { realised } = readBack(this.model, [...this.written]);
    const slow = isOn(bits.slowCapacitance);
    this.amplifier.setCompensation({
      fastCapacitancePf: isOn(bits.fastCapacitance) ? realised.fastCapacitancePf : 0,
      membraneCapacitancePf: slow ? realised.membraneCapacitancePf : 0,
      seriesResistanceMohm: slow ? realised.seriesResistanceMohm : 0,
      correctionPercent: isOn(bits.correction) ? realised.correctionPercent : 0,
      predictionPercent: isOn(bits.prediction) ? realised.predictionPercent : 0,
      lagUs: CORRECTION_LAG_US,
      junctionPotentialMv: 0,
      offsetMv: 0,
    });
  }
}
