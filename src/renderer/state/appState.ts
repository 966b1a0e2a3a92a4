import type { ResponseOf } from '../../shared/contract/contract.ts';
import type { InferenceStatus, JobView, RigStatus } from '../../shared/contract/schemas.ts';
import type { Loadable } from './loadable.ts';

/**
 * The slices of the desks, by desk. A desk adds its own in its folder, so that the state imports none of them:
 * @example
 * declare module '../../state/appState.ts' {
 *   interface DeskSlices {
 *     readonly rig: RigSlice;
 *   }
 * }
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by the desks
export interface DeskSlices {}

/** The slices of what is on screen beside every desk. */
export interface PanelSlices {
  readonly shell: ShellSlice;
}

export type DeskId = keyof DeskSlices;
export type PanelId = keyof PanelSlices;

type Together<Union> = (Union extends unknown ? (part: Union) => void : never) extends (all: infer All) => void ? All : never;
/** All slices in one object: the names of their fields differ. */
export type AppState = Together<PanelSlices[PanelId] | DeskSlices[DeskId]>;

export type ThemeChoice = 'system' | 'dark' | 'light';
export type InferenceEstimate = NonNullable<JobView['estimate']>;
export type Protocol = ResponseOf<'protocol:list'>[number];
export type CompiledProtocol = ResponseOf<'protocol:compile'>;
export type Twin = ResponseOf<'twin:get'>;
export type TwinBeat = Twin['beat'];
export type TwinParameter = Twin['parameters'][number];

export interface Notice {
  readonly id: number;
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
}

export interface ShellSlice {
  readonly desk: DeskId;
  readonly theme: ThemeChoice;
  readonly info: Loadable<ResponseOf<'app:info'>>;
  readonly rig: RigStatus;
  /** Whether the device that was connected last is simulated: its values stay on screen, marked as old, when it is gone. */
  readonly lastSimulated: boolean;
  readonly inference: InferenceStatus;
  readonly notices: readonly Notice[];
  /** Names of the actions under way, so that their buttons can wait. */
  readonly pending: ReadonlySet<string>;
}
