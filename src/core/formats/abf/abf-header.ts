import type { ImportedConditions, ImportedTag } from '../imported.ts';

/** An input as recorded: value = stored * scale + offset. */
export interface AbfInput {
  readonly name: string;
  readonly unit: string;
  readonly scale: number;
  readonly offset: number;
  readonly conditions: ImportedConditions;
}

/** One epoch of an output's waveform table; durations in samples a channel. */
export interface AbfEpoch {
  readonly number: number;
  /** 0 off, 1 step, 2 ramp, 3 pulse train, 4 triangle train, 5 cosine train, 7 biphasic train. */
  readonly type: number;
  readonly level: number;
  readonly levelStep: number;
  readonly duration: number;
  readonly durationStep: number;
  readonly pulsePeriod: number;
  readonly pulseWidth: number;
}

export interface AbfOutput {
  readonly number: number;
  readonly name: string;
  readonly unit: string;
  readonly holding: number;
  readonly waveform: 'none' | 'epochs' | 'file';
  /** The last epoch's level is held until the next sweep. */
  readonly keepsLastLevel: boolean;
  readonly epochs: readonly AbfEpoch[];
  readonly file: { readonly name: string; readonly scale: number; readonly offset: number };
}

/** Values that one parameter of an output takes sweep by sweep. */
export interface AbfUserList {
  readonly output: number;
  readonly parameter: number;
  readonly values: readonly number[];
  readonly repeats: boolean;
}

/** Header fields common to both versions of ABF. */
export interface AbfHeader {
  readonly format: 'ABF1' | 'ABF2';
  readonly version: string;
  /** 1 events of any length, 2 events of fixed length, 3 gap-free, 4 oscilloscope, 5 episodes. */
  readonly operationMode: number;
  readonly sampleRateHz: number;
  /** Where the samples begin, bytes. */
  readonly dataAt: number;
  readonly dataKind: 'i16' | 'f32';
  /** Stored values of all inputs together. */
  readonly valueCount: number;
  readonly episodes: number;
  /** Start in synch units and length in values, a sweep each. */
  readonly synch: readonly { readonly start: number; readonly length: number }[];
  /** s; 0 where starts are counted in values. */
  readonly synchUnitS: number;
  /** s; 0 where unknown. */
  readonly episodeStartToStartS: number;
  readonly inputs: readonly AbfInput[];
  readonly outputs: readonly AbfOutput[];
  readonly userLists: readonly AbfUserList[];
  /** Epochs of a user list's parameter numbering: 10, or 50 since ABF 2.9. */
  readonly userListEpochs: number;
  readonly alternatingOutputs: boolean;
  readonly tags: readonly ImportedTag[];
  readonly startedAt: string | null;
  readonly protocol: string | null;
  readonly comment: string | null;
  readonly notes: readonly string[];
}

/** Name of a Windows path's file; null where there is none. */
export function protocolName(path: string): string | null {
  const name = /([^\\/]+)\.pro$/i.exec(path)?.[1];
  return name === undefined || name === '' ? null : name;
}
