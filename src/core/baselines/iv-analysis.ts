import { DEFAULT_CELL } from '../cell/models.ts';
import { protocolSampleCount } from '../protocol/protocol.ts';
import type { VoltageClampRecording } from '../trace/recording.ts';
import type { Activation } from './boltzmann-fit.ts';
import { CURRENT_READERS, sodiumActivation } from './iv-readers.ts';
import { clampSteps, StepRecord } from './iv-steps.ts';

export interface IvReading {
  /** The conductance that the current stands for. */
  readonly parameter: string;
  readonly current: string;
  readonly what: string;
  readonly unit: string;
  /** Steps of the protocol it was read at. */
  readonly steps: number;
  /** Mean reading of the recording, and of the published cell on the same protocol; NaN without such steps. */
  readonly value: number;
  readonly published: number;
  /** Conductance over the published one; null where nothing can be read. */
  readonly multiplier: number | null;
}

export interface IvAnalysis {
  readonly readings: readonly IvReading[];
  /** Of the sodium current; null where the protocol has no family of steps for it. */
  readonly activation: Activation | null;
}

/** The published cell must show this much of a current for it to be read, pA/pF (nS/pF times LEAST_DRIVE_MV). */
const LEAST_PA_PF = 0.1;
const LEAST_DRIVE_MV = 40;

/**
 * Conventional analysis of a voltage-clamp recording. For each of six currents it reads one amplitude, as at the bench, and divides it
 * by the same amplitude of the published cell (Kernik 2019) on the same protocol. The ratio stands for the conductance.
 *
 * Limits. The other 46 parameters (gates, time constants) also change every amplitude; they are assumed as published. Currents that
 * overlap are not separated without blockers (IKs and IKr, ICaL and late INa, IK1, leak and If). A smaller calcium current inactivates
 * itself less. Series resistance, leak and capacitive transients are read as currents. There is no uncertainty.
 * A half-activation is read where the protocol has a family of sodium steps. It belongs to no single parameter of the 52: ina.m1 ...
 * m6 share it.
 * @param published current of the published cell, pA/pF, same protocol and rate
 * @throws Error for a recording or a published current of another length than the protocol
 */
export function ivAnalysis(
  recording: Pick<VoltageClampRecording, 'protocol' | 'sampleRateHz' | 'currentPaPf'>,
  published: ArrayLike<number>,
): IvAnalysis {
  const { protocol, sampleRateHz, currentPaPf } = recording;
  const needed = protocolSampleCount(protocol, sampleRateHz);
  for (const [name, length] of [
    ['recording', currentPaPf.length],
    ['current of the published cell', published.length],
  ] as const) {
    if (length !== needed)
      throw new Error(
        `The ${name} has ${length} samples; protocol "${protocol.id}" lasts ${needed} at ${sampleRateHz} Hz. Read it with the ` +
          `protocol that was played.`,
      );
  }
  const steps = clampSteps(protocol);
  const own = new StepRecord(currentPaPf, sampleRateHz);
  const reference = new StepRecord(published, sampleRateHz);
  const activation = sodiumActivation(own, steps);
  const publishedActivation = sodiumActivation(reference, steps);
  const readings = CURRENT_READERS.map((reader): IvReading => {
    const at = steps.filter((step) => reader.applies(step));
    const fitted = reader.current === 'INa' && activation !== null && publishedActivation !== null;
    const mean = (record: StepRecord): number => at.reduce((sum, step) => sum + reader.read(record, step), 0) / at.length;
    const value = fitted ? activation.most : mean(own);
    const reading = fitted ? publishedActivation.most : mean(reference);
    const { current, what, unit } = reader;
    return {
      parameter: conductanceId(current),
      current,
      what,
      unit,
      steps: at.length,
      value,
      published: reading,
      multiplier: ratio(value, reading, reader.sign * (unit === 'nS/pF' ? LEAST_PA_PF / LEAST_DRIVE_MV : LEAST_PA_PF)),
    };
  });
  return { readings, activation };
}

function conductanceId(current: string): string {
  const parameter = DEFAULT_CELL.conductanceOf(current);
  if (!parameter) throw new Error(`The cell ${DEFAULT_CELL.name} has no conductance of ${current}.`);
  return parameter.id;
}

/** @param least of the published reading, with the sign of the current */
function ratio(value: number, published: number, least: number): number | null {
  const share = value / published;
  return published / least >= 1 && Number.isFinite(share) && share > 0 ? share : null;
}
