import type { ConditionOffer } from '../../core/formats/intake/comment-offers.ts';
import type { IntakeCommand, Unused } from '../../core/formats/intake/intake.ts';

/** A recording that was stored. */
export interface StoredIntake {
  readonly recordingId: number;
  /** The file that it came from, without its folder. */
  readonly file: string;
  readonly name: string | null;
  readonly kind: 'voltage-clamp' | 'spontaneous';
  readonly sampleRateHz: number;
  readonly samples: number;
  readonly command: IntakeCommand | null;
  readonly remarks: readonly string[];
  /** Conditions that notes in the file state and that were not taken over. */
  readonly offers: readonly Pick<ConditionOffer, 'condition' | 'value'>[];
}

/** What became of a file. */
export interface ImportedFileReport {
  readonly file: string;
  /** Null where it is no recording that can be read. */
  readonly format: string | null;
  /** Recordings that were stored. */
  readonly used: number;
  readonly unused: readonly Unused[];
  readonly notes: readonly string[];
  /** Named by the operator, not found in a folder: that it could not be used at all is a failure. */
  readonly asked: boolean;
}

/** One cell of an import: its session with what came into it. */
export interface ImportedCellReport {
  /** Name of its file in the sessions folder, or of the file that it was imported into; null where nothing could be stored. */
  readonly sessionKey: string | null;
  readonly session: string | null;
  readonly cellName: string;
  readonly recordings: readonly StoredIntake[];
  readonly files: readonly ImportedFileReport[];
  /** What only the operator knows and nobody said. */
  readonly questions: readonly string[];
}

export interface ImportReport {
  readonly cells: readonly ImportedCellReport[];
}
