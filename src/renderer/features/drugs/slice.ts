import type { RequestOf, ResponseOf } from '../../../shared/contract/contract.ts';
import type { ChannelBlock, DrugEntry } from '../../../shared/contract/schemas.ts';
import type { Loadable } from '../../state/loadable.ts';
import type { StudyDesk } from './experiment/studyState.ts';

export type DrugResult = ResponseOf<'drug:apply'>;
export type ChannelName = ChannelBlock['channel'];
export interface ChannelRow {
  readonly ic50Nm: string;
  readonly hill: string;
  /** Most of the current that is blocked, %; below 0: an activator. */
  readonly maxPercent: string;
  readonly extrapolated: boolean;
  readonly hillGiven: boolean;
}
export type MeasuredKey = RequestOf<'drug:measured'>;
/** What the clamps of a cell show, and of which. */
export interface MeasuredDrug extends ResponseOf<'drug:measured'> {
  readonly key: MeasuredKey;
}
export interface DrugForm {
  /** Index into the drug list; -1 for values typed by the operator. */
  readonly choice: number;
  readonly channels: Readonly<Record<ChannelName, ChannelRow>>;
  readonly concentrationNm: string;
  /** The cell's own recording with a drug whose block is taken; null: a source of the list. Counts for its own twin only. */
  readonly measured: MeasuredKey | null;
}

/** A result with the inputs it belongs to: when the form changes, the result on screen is marked as old. */
export interface AppliedDrug {
  readonly result: DrugResult;
  readonly form: DrugForm;
  /** Drug, source and concentration in words. */
  readonly what: string;
}

export interface DrugsSlice {
  readonly drugs: Loadable<readonly DrugEntry[]>;
  readonly drugForm: DrugForm;
  readonly drugMeasured: Loadable<MeasuredDrug>;
  readonly drugResult: Loadable<AppliedDrug>;
  /** Experiments, beside the one concentration. */
  readonly drugStudy: StudyDesk;
  readonly drugStudies: Loadable<ResponseOf<'drug:experiments'>>;
}

export const CHANNELS: readonly ChannelName[] = ['IKr', 'IKs', 'ICaL', 'INa', 'If', 'IK1', 'Ito', 'ICaT', 'INaL'];
export const NO_CHANNEL: ChannelRow = { ic50Nm: '', hill: '1', maxPercent: '100', extrapolated: false, hillGiven: true };

declare module '../../state/appState.ts' {
  interface DeskSlices {
    readonly drugs: DrugsSlice;
  }
}
