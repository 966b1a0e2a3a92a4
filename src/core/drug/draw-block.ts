import type { Random } from '../random/random.ts';
import { blockOfChange } from './block-of-change.ts';
import type { ChannelBlock, PublishedBlock } from './drug-schema.ts';
import type { LabSpread } from './lab-spread.ts';

/** A 95 % interval is so many SDs wide. */
const INTERVAL_SDS = 2 * 1.959_963_98;

/** Where the uncertainty of a block comes from. */
export type BlockUncertainty = 'published interval' | 'spread of laboratories' | 'this cell';

export function blockUncertainty({ ic50Interval, hillInterval, measured }: PublishedBlock): BlockUncertainty {
  if (measured !== undefined) return 'this cell';
  return ic50Interval !== undefined && hillInterval !== undefined ? 'published interval' : 'spread of laboratories';
}

/**
 * A block drawn from its uncertainty: IC50 and Hill log-normal around the published values, with the SDs of the published 95 % intervals,
 * else with those of the laboratories. IC50 and Hill are drawn independently: sources do not publish their correlation. Of a
 * block measured on the cell itself the change is drawn, and the Hill coefficient with the spread of laboratories: at the concentration of
 * the recording it makes no difference.
 */
export function drawBlock(block: PublishedBlock, spread: LabSpread, random: Random): ChannelBlock {
  const { channel, ic50Nm, hill, ic50Interval, hillInterval, maxEffect, measured } = block;
  if (measured !== undefined) {
    const log = measured.log + measured.sd * random.normal();
    return blockOfChange(channel, log, measured.atNm, hill * Math.exp(spread.logHillSd * random.normal()));
  }
  const published = blockUncertainty(block) === 'published interval';
  const sd = (interval: readonly [number, number] | undefined, laboratories: number): number =>
    published && interval !== undefined ? Math.log(interval[1] / interval[0]) / INTERVAL_SDS : laboratories;
  return {
    channel,
    ic50Nm: ic50Nm * Math.exp(sd(ic50Interval, spread.logIc50Sd) * random.normal()),
    hill: hill * Math.exp(sd(hillInterval, spread.logHillSd) * random.normal()),
    ...(maxEffect === undefined ? {} : { maxEffect }),
  };
}
