import type { FoundStimuli } from '../../beat/find-stimuli.ts';
import type { Protocol } from '../../protocol/protocol.ts';
import type { RecordingConditions } from '../../trace/recording.ts';
import type { ConditionOffer } from './comment-offers.ts';

/** Where the command of an imported recording comes from. */
export type CommandOrigin = 'file' | 'named protocol' | 'library' | 'recorded voltage';

/** What is known of an imported command, for the report. */
export interface IntakeCommand {
  readonly origin: CommandOrigin;
  readonly protocolId: string;
  /** How much later than sample 0 of the file the protocol begins, ms; what lies before it is cut off. */
  readonly shiftMs: number;
  /** Recorded voltage less the protocol's, mV: a junction potential that was corrected for, or the amplifier's offset. */
  readonly offsetMv: number;
  /** Largest distance that is left after shift and offset, away from steps, mV. */
  readonly largestErrorMv: number;
}

/** One stretch of samples without a gap. */
export interface IntakePiece {
  readonly firstSample: number;
  readonly voltageMv: Float32Array<ArrayBuffer>;
  readonly currentPa: Float32Array<ArrayBuffer>;
}

/** A recording out of a file, ready to be stored. */
export interface Intake {
  /** Number of the recording in its file, from 0. */
  readonly part: number;
  readonly name: string | null;
  readonly kind: 'voltage-clamp' | 'spontaneous';
  readonly sampleRateHz: number;
  /** As the file has it, with or without a zone; null where unknown. */
  readonly startedAt: string | null;
  readonly protocolRequested: Protocol | null;
  readonly protocolRealised: Protocol | null;
  readonly command: IntakeCommand | null;
  /** In order; between two of them lies a pause between sweeps. */
  readonly pieces: readonly IntakePiece[];
  /** Samples from 0 to the end of the last piece, pauses included. */
  readonly span: number;
  /** Sample at which each sweep, and each tag, begins. */
  readonly marks: readonly { readonly sample: number; readonly text: string }[];
  readonly conditions: RecordingConditions;
  readonly simulated: boolean;
  /** Current was injected: its beats are not the cell's own. */
  readonly paced: boolean;
  /** Stimuli that were found in a potential of which the file does not say that current was injected. */
  readonly stimuli?: FoundStimuli;
  /** Sentences that whoever reads the recording must know. */
  readonly remarks: readonly string[];
  /** Conditions that notes in the file state and that were not taken over; absent: none. */
  readonly offers?: readonly ConditionOffer[];
}

/** What of a file was not used, and why. */
export interface Unused {
  readonly what: string;
  readonly why: string;
}

/** What a file gives to a session. */
export interface Intakes {
  readonly recordings: readonly Intake[];
  readonly unused: readonly Unused[];
  /** What only the operator knows and did not say. */
  readonly questions: readonly string[];
}

/** What the operator says of the files; what is absent is taken from them. */
export interface Stated {
  readonly conditions?: RecordingConditions;
  /** The protocol that was played, where the file does not hold it. */
  readonly protocol?: Protocol;
  readonly clamp?: 'voltage' | 'current';
  /** Names of the channels to use where there are several. */
  readonly currentChannel?: string;
  readonly voltageChannel?: string;
  readonly simulated?: boolean;
}
