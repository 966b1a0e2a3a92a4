import { onStimulusGrid } from '../../../../core/protocol/stimulus-grid.ts';
import { MOST_ITEMS, TICK_MS, type EpatchItem } from '../../../../shared/epatch/index.ts';
import type { StimulusItem } from '../../amplifier/stimulus-item.ts';
import { RigError } from '../../rig-error.ts';

/** A download: what is sent, and which part of the stimulus it plays. */
export interface Download {
  /** As they are sent. The last one rests at the holding level until the next download begins. */
  readonly items: readonly EpatchItem[];
  /** Item of the stimulus, from 0, that the last one plays, and that is longer than loaded; null after the stimulus. */
  readonly rest: number | null;
  /** Time from its start until the next download may begin, us: the loaded end of its rest. */
  readonly endUs: number;
}

export interface StimulusPlan {
  readonly downloads: readonly Download[];
  /** The stimulus on the grid of the device. */
  readonly played: readonly StimulusItem[];
}

/** Several equal steps in one, or one item. */
interface Piece {
  readonly kind: 'step' | 'ramp';
  readonly start: number;
  readonly end: number;
  readonly ticks: number;
  /** Last item of the stimulus that it plays. */
  readonly last: number;
}

/** Pieces that are played `reps` times. */
interface Block {
  readonly pieces: readonly Piece[];
  readonly reps: number;
}

const TICK_US = Math.round(TICK_MS * 1000);
/** A rest ends earlier, when the next download begins. A program that died leaves the cell at the holding level this long, and after it. */
const REST_TICKS = 1e9;
/** Longest repeated group that is sought; test pulses are two items. */
const LONGEST_LOOP = 7;

/**
 * The downloads that play a stimulus. Between two of them the device rests at the holding level, and after the last it stays there.
 * @param stepLevel one step of the command, in the unit of the items' levels
 * @throws RigError refused where an item is shorter than a tick, or where more items than a download takes have no rest between them
 */
export function planDownloads(items: readonly StimulusItem[], stepLevel: number, holdLevel: number): StimulusPlan {
  const grid = onStimulusGrid(
    items.map(({ startLevel, endLevel, durationUs }) => ({ start: startLevel, end: endLevel, duration: durationUs })),
    { levelStep: stepLevel, timeStep: TICK_US },
  );
  const played = items.map((item, i) => {
    const { start, end, duration } = grid[i]!;
    return { ...item, startLevel: level(start, stepLevel), endLevel: level(end, stepLevel), durationUs: duration * TICK_US };
  });
  const tooShort = grid.findIndex(({ duration }) => duration < 1);
  if (tooShort >= 0) {
    throw new RigError('refused', `Item ${tooShort + 1}: an ePatch plays at least ${TICK_MS} ms, got less. Lengthen the segment.`);
  }
  const hold = Math.round(holdLevel / stepLevel);
  const pieces = joined(items.map(({ kind }, last) => ({ kind, ...rename(grid[last]!), last })));
  const blocks = pieces.length < MOST_ITEMS ? pieces.map(alone) : looped(pieces);
  const groups = splitAtRests(blocks, hold);
  return { played, downloads: groups.map((group, i) => download(group, hold, i === groups.length - 1)) };
}

function level(steps: number, stepLevel: number): number {
  return Math.round(steps * stepLevel);
}

function rename({ start, end, duration }: { start: number; end: number; duration: number }): { start: number; end: number; ticks: number } {
  return { start, end, ticks: duration };
}

/** Steps of one level that follow each other are one. */
function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const before = result.at(-1);
    if (before?.kind === 'step' && piece.kind === 'step' && before.start === piece.start)
      result[result.length - 1] = { ...piece, ticks: before.ticks + piece.ticks };
    else result.push(piece);
  }
  return result;
}

function alone(piece: Piece): Block {
  return { pieces: [piece], reps: 1 };
}

/** Groups that are repeated become loops. */
function looped(pieces: readonly Piece[]): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < pieces.length;) {
    const found = loopAt(pieces, at);
    if (found === null) {
      blocks.push(alone(pieces[at]!));
      at++;
      continue;
    }
    const { length, reps } = found;
    const last = pieces.slice(at + length * (reps - 1), at + length * reps);
    blocks.push({ pieces: last, reps });
    at += length * reps;
  }
  return blocks;
}

function loopAt(pieces: readonly Piece[], at: number): { readonly length: number; readonly reps: number } | null {
  let best: { length: number; reps: number } | null = null;
  for (let length = 1; length <= LONGEST_LOOP; length++) {
    let reps = 1;
    while (isSame(pieces, at, at + reps * length, length)) reps++;
    const saved = (reps - 1) * length;
    if (reps > 1 && saved > (best === null ? 0 : (best.reps - 1) * best.length)) best = { length, reps };
  }
  return best;
}

function isSame(pieces: readonly Piece[], a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) {
    const [one, other] = [pieces[a + i], pieces[b + i]];
    if (one === undefined || other === undefined) return false;
    if (one.kind !== other.kind || one.start !== other.start || one.end !== other.end || one.ticks !== other.ticks) return false;
  }
  return true;
}

/** The fewest groups that fit a download each. All but the last end with a rest, and the last leaves room for one. */
function splitAtRests(blocks: readonly Block[], hold: number): Block[][] {
  const groups: Block[][] = [];
  const isRest = (block: Block | undefined): boolean =>
    block?.reps === 1 && block.pieces.length === 1 && block.pieces[0]!.kind === 'step' && block.pieces[0]!.start === hold;
  for (let first = 0; first < blocks.length;) {
    const left = blocks.slice(first);
    if (size(left) + (isRest(left.at(-1)) ? 0 : 1) <= MOST_ITEMS) {
      groups.push(left);
      break;
    }
    let count = left.length;
    // A hold before the protocol is not lengthened: the recording begins where it ends.
    const least = first === 0 ? 2 : 1;
    while (count >= least && !(size(left.slice(0, count)) <= MOST_ITEMS && isRest(left[count - 1]))) count--;
    if (count < least) {
      throw new RigError(
        'refused',
        `An ePatch takes ${MOST_ITEMS} items a download, hold and rest included; after item ${lastItem(blocks, first - 1) + 1} more ` +
          `follow without a stay at the holding potential. Use a protocol with such stays, for instance TwinClamp ePatch.`,
      );
    }
    groups.push(left.slice(0, count));
    first += count;
  }
  return groups;
}

function size(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { pieces }) => sum + pieces.length, 0);
}

function lastItem(blocks: readonly Block[], at: number): number {
  return blocks[at]?.pieces.at(-1)?.last ?? -1;
}

function download(blocks: readonly Block[], hold: number, isLast: boolean): Download {
  const items: EpatchItem[] = [];
  let ticks = 0;
  for (const { pieces, reps } of blocks) {
    const from = items.length;
    for (const { kind, start, end, ticks: length } of pieces) {
      items.push({ kind, start, end, ticks: length, item: items.length, next: items.length + 1, reps: 1 });
      ticks += reps * length;
    }
    if (reps > 1) items[items.length - 1] = { ...items.at(-1)!, next: from, reps };
  }
  const end = items.at(-1)!;
  if (end.kind === 'step' && end.start === hold && end.reps === 1) items[items.length - 1] = { ...end, ticks: end.ticks + REST_TICKS };
  else items.push({ kind: 'step', start: hold, end: hold, ticks: REST_TICKS, item: items.length, next: items.length + 1, reps: 1 });
  return { items, rest: isLast ? null : lastItem(blocks, blocks.length - 1), endUs: ticks * TICK_US };
}
