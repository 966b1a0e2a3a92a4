import { PUBLISHED_TEMPERATURE_C } from '../core/cell/temperature.ts';
import type { CellKind } from '../core/trace/cell-kind.ts';

/** What is known of a stored network before it is loaded. */
export interface NetworkCandidate {
  readonly id: string;
  /** The operator's own, in use; else it came with the program. */
  readonly own: boolean;
  readonly card: CardHead;
}

export interface CardHead {
  readonly protocolId?: string;
  readonly featureLayoutId?: string;
  readonly weightsSha256?: string;
  readonly createdAt?: string;
  readonly temperatureC?: readonly [low: number, high: number];
  /** Absent: simulated cells. */
  readonly cell?: CellKind;
  readonly settings?: { readonly sampleRateHz?: unknown };
}

/** A recording that a network is wanted for. */
export interface NetworkWish {
  readonly protocolId: string;
  readonly cell: CellKind;
  readonly sampleRateHz: number;
  readonly temperatureC: number;
}

/** An own network in use goes before those that came with the program for recordings within so many degrees of its temperatures. */
const OWN_MARGIN_C = 1;
/** Rate of the bins of a network that does not say, Hz. */
const USUAL_RATE_HZ = 10_000;

/** Rate that a network's bins count samples by; recordings of another are resampled. */
export function rateOf({ settings }: { readonly settings?: CardHead['settings'] | undefined }): number {
  const stated = settings?.sampleRateHz;
  return typeof stated === 'number' && stated > 0 ? stated : USUAL_RATE_HZ;
}

/**
 * The one place where protocol and cell decide which network answers: candidates in the order in which they are to be taken, none for
 * another protocol. A living cell's recording goes to a network for living cells, and to one of simulated cells where there is no other
 * (which then gives a place to begin, no more); a simulated cell's never goes to one for living cells, which knows a wider population than
 * it comes from. Among these: the newest own one near the temperature, the one of the recording's own rate, the one trained nearest to the
 * temperature, the most special one.
 */
export function networkFor<T extends NetworkCandidate>(candidates: readonly T[], wish: NetworkWish): T[] {
  const kindOf = ({ card }: T): CellKind => card.cell ?? 'simulated';
  return candidates
    .filter((candidate) => candidate.card.protocolId === wish.protocolId && (wish.cell === 'living' || kindOf(candidate) === 'simulated'))
    .sort((a, b) => Number(kindOf(b) === wish.cell) - Number(kindOf(a) === wish.cell) || order(a, b, wish));
}

function order(a: NetworkCandidate, b: NetworkCandidate, { temperatureC, sampleRateHz }: NetworkWish): number {
  const chosen = ({ own, card }: NetworkCandidate): boolean => own && degreesOff(card, temperatureC) <= OWN_MARGIN_C;
  if (chosen(a) !== chosen(b)) return chosen(a) ? -1 : 1;
  if (chosen(a)) return (b.card.createdAt ?? '').localeCompare(a.card.createdAt ?? '');
  const other = ({ card }: NetworkCandidate): number => Number(rateOf(card) !== sampleRateHz);
  return fit(a.card, temperatureC) - fit(b.card, temperatureC) || other(a) - other(b);
}

function degreesOff(card: CardHead, temperatureC: number): number {
  const [low, high] = card.temperatureC ?? [PUBLISHED_TEMPERATURE_C, PUBLISHED_TEMPERATURE_C];
  return Math.max(0, low - temperatureC, temperatureC - high);
}

/** Degrees that a network's temperatures are off, its range counting a little. */
function fit(card: CardHead, temperatureC: number): number {
  const [low, high] = card.temperatureC ?? [PUBLISHED_TEMPERATURE_C, PUBLISHED_TEMPERATURE_C];
  return degreesOff(card, temperatureC) + 0.01 * (high - low);
}
