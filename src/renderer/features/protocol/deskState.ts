import type { EdgeMode } from '../../../core/protocol/edit/drag-segments.ts';
import { saysTheSame, segmentsOf, type EditedProtocol } from '../../../core/protocol/edit/edited-protocol.ts';
import type { PlannedDeviceId } from '../../../core/amplifier/planned-device.ts';
import type { ProtocolDraft, ProtocolScore, ScoreForm } from '../../../shared/contract/schemas.ts';
import type { Protocol } from '../../state/appState.ts';
import type { History } from '../../state/history.ts';

export type ProtocolOrigin = ProtocolDraft['origin'];

/** Text of a field that is not (yet) a value: nothing typed is lost by leaving the desk. */
export interface FieldText {
  readonly text: string;
  /** What is wrong with it; null while it is being typed. */
  readonly problem: string | null;
}

export interface OpenProtocol {
  readonly origin: ProtocolOrigin;
  /** As it was opened or saved last. */
  readonly opened: Protocol;
  readonly history: History<EditedProtocol>;
  /** Preview while something is dragged. */
  readonly preview: EditedProtocol | null;
  /** Key of the chosen segment. */
  readonly selected: number | null;
  /** By field: 'holding' or '<key of the segment>.<from | to | ms>'. */
  readonly texts: Readonly<Record<string, FieldText>>;
  readonly nameProblem: string | null;
}

/** Scores of one protocol on ever more cells. */
export interface ScoreCourse {
  readonly state: 'none' | 'scoring' | 'done' | 'failed';
  /** On the most cells so far; the score of the previous version until the first answer comes. */
  readonly newest: ProtocolScore | null;
  /** By number of cells, so that two protocols are compared on the same ones. */
  readonly byCells: Readonly<Record<number, ProtocolScore>>;
  readonly message: string | null;
}

export const NO_SCORE: ScoreCourse = { state: 'none', newest: null, byCells: {}, message: null };

/** What the operator must answer before the action continues. */
export type DeskQuestion =
  | { readonly kind: 'unsaved'; readonly proceed: () => void }
  | { readonly kind: 'replace'; readonly name: string }
  | { readonly kind: 'remove'; readonly protocolId: string; readonly name: string };

export interface ListScore {
  /** The version and clamp that were scored: the score is not valid for others. */
  readonly protocol: Protocol;
  readonly settings: ScoreForm;
  readonly r2Mean: number | null;
}

export interface ProtocolDeskState {
  readonly open: OpenProtocol | null;
  readonly edgeMode: EdgeMode;
  /** 'rig': the connected one, without one the built-in rig. */
  readonly deviceId: 'rig' | PlannedDeviceId;
  /** Longest total that the operator allows, s; empty: no limit. */
  readonly longestS: string;
  readonly settings: ScoreForm;
  readonly noiseText: string;
  /** Id of a protocol, 'opened' for the open one before the changes, '' for none. */
  readonly compareWith: string;
  readonly score: ScoreCourse;
  readonly compareScore: ScoreCourse;
  readonly listScores: Readonly<Record<string, ListScore>>;
  readonly question: DeskQuestion | null;
}

export const AS_OPENED = 'opened';

export const INITIAL_PROTOCOL_DESK: ProtocolDeskState = {
  open: null,
  edgeMode: 'neighbour',
  deviceId: 'rig',
  longestS: '10',
  settings: { form: 'ideal', noisePaPf: 0.3 },
  noiseText: '0.3',
  compareWith: '',
  score: NO_SCORE,
  compareScore: NO_SCORE,
  listScores: {},
  question: null,
};

/** The version on screen: while dragging, the preview. */
export function shownVersion({ preview, history }: OpenProtocol): EditedProtocol {
  return preview ?? history.present;
}

export function isUnsaved({ origin, opened, history }: OpenProtocol): boolean {
  return origin === 'file' || !saysTheSame(history.present, opened);
}

/** The version on screen as a protocol under the id it was opened with. */
export function asProtocol(open: OpenProtocol, version: EditedProtocol = shownVersion(open)): Protocol {
  return { ...open.opened, name: version.name, holdingMv: version.holdingMv, segments: segmentsOf(version) };
}
