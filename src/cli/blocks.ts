import { NO_LATE_SODIUM_NOTE } from '../core/drug/block-fraction.ts';
import { DRUG_CHANNELS, type DrugChannel } from '../core/drug/drug-schema.ts';
import { UsageError } from './usage-error.ts';

export interface BlockedChannel {
  readonly channel: DrugChannel;
  /** 0 ... 1. */
  readonly fraction: number;
}

/** Reads IKr=0.5,ICaL=0.2. @throws UsageError naming the faulty part */
export function parseBlocks(text: string): BlockedChannel[] {
  const seen = new Set<string>();
  return text.split(',').map((part) => {
    const [name = '', value = ''] = part.split('=').map((piece) => piece.trim());
    const channel = DRUG_CHANNELS.find((known) => known.toLowerCase() === name.toLowerCase());
    if (channel === undefined) throw new UsageError(`--block: unknown channel "${name}"; expected one of ${DRUG_CHANNELS.join(', ')}.`);
    const fraction = value === '' ? NaN : Number(value);
    if (!(fraction >= 0 && fraction <= 1))
      throw new UsageError(`--block: expected ${channel}=FRACTION with a fraction from 0 to 1, got "${part}".`);
    if (seen.has(channel)) throw new UsageError(`--block: ${channel} is given twice.`);
    seen.add(channel);
    return { channel, fraction };
  });
}

/** Notes that must be shown with a block. */
export function blockNotes(blocked: readonly BlockedChannel[]): string[] {
  return blocked.some(({ channel }) => channel === 'INaL') ? [NO_LATE_SODIUM_NOTE] : [];
}
