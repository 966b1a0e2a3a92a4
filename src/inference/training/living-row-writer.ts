import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { livingOutputs, writeLivingTargets, type LivingOutput } from '../../core/inference/living-targets.ts';
import { livingFeatureCount, writeLivingFeatures } from '../../core/observation/living-features.ts';
import type { ObservationBins } from '../../core/observation/observation-bins.ts';
import { sampleLivingRecord } from '../../core/population/living-cell.ts';
import { livingTruthIds } from '../../core/population/living-rows.ts';
import type { Random } from '../../core/random/random.ts';
import { zigguratNormal } from '../../core/random/ziggurat.ts';
import { logUniform, meanNoise, NOISE_RANGE, RS_KNOWN_SD, RS_KNOWN_SHARE, type RowWriter } from './row-writer.ts';

/** Half of the recordings leave out no more than a sharp amplifier needs, the others up to what a figure read off a page does, ms. */
const BLANK_MS = [0.5, 5] as const;
const LEAST_BLANK_SHARE = 0.4;
/** So many recordings end at a range of the amplifier or the page, which lies log-uniform here on either side, pA/pF. */
const CLIPPED_SHARE = 0.4;
const CLIP_PA_PF = [15, 200] as const;
/** So many recordings have gaps, up to so many, each log-uniform of so many bins. */
const GAPS_SHARE = 0.3;
const MOST_GAPS = 4;
const GAP_BINS = [1, 40] as const;

/** Recordings of living cells: drawn anew each time, beside noise, are current offset, capacitance, blank, saturation and lost samples. */
export class LivingRowWriter implements RowWriter {
  readonly features: number;
  readonly outputs: number;
  private readonly bins: ObservationBins;
  private readonly meanNoise: Float64Array;
  private readonly means: Float64Array;
  private readonly whole: Uint8Array;
  private readonly targets: readonly LivingOutput[];
  private readonly rsCmAt: number;
  private readonly temperatureAt: number;

  constructor(bins: ObservationBins) {
    const ids = livingTruthIds(DEFAULT_CELL);
    this.bins = bins;
    this.targets = livingOutputs(DEFAULT_CELL);
    this.features = livingFeatureCount(bins);
    this.outputs = this.targets.length;
    this.meanNoise = meanNoise(bins);
    this.means = new Float64Array(bins.from.length);
    this.whole = new Uint8Array(bins.from.length);
    this.rsCmAt = ids.indexOf('rsCmMs');
    this.temperatureAt = ids.indexOf('temperatureC');
  }

  write(row: Float32Array, random: Random, x: Float32Array, y: Float32Array): void {
    const { means, whole } = this;
    const truth = row.subarray(means.length);
    const noise = logUniform(random, NOISE_RANGE);
    const record = sampleLivingRecord(random);
    const [lowest, highest] = clip(random);
    for (let i = 0; i < means.length; i++) {
      const density = record.capacitanceRatio * (row[i] as number) + record.offsetPaPf;
      const value = density + noise * (this.meanNoise[i] as number) * zigguratNormal(random);
      means[i] = value;
      whole[i] = value < lowest || value > highest ? 0 : 1;
    }
    if (random.uniform() < GAPS_SHARE) this.lose(random);
    const known = random.uniform() < RS_KNOWN_SHARE;
    const expected = (truth[this.rsCmAt] ?? NaN) * Math.exp(RS_KNOWN_SD * random.normal());
    const blankMs = random.uniform() < LEAST_BLANK_SHARE ? BLANK_MS[0] : logUniform(random, BLANK_MS);
    const temperatureC = truth[this.temperatureAt] ?? NaN;
    writeLivingFeatures(this.bins, means, whole, { noise, expectedRsCmMs: known ? expected : null, temperatureC, blankMs }, x);
    writeLivingTargets(this.targets, truth, record, y);
  }

  private lose(random: Random): void {
    for (let gaps = 1 + random.integer(MOST_GAPS); gaps > 0; gaps--) {
      const from = random.integer(this.whole.length);
      this.whole.fill(0, from, from + Math.round(logUniform(random, GAP_BINS)));
    }
  }
}

function clip(random: Random): readonly [number, number] {
  const [low, high] = [logUniform(random, CLIP_PA_PF), logUniform(random, CLIP_PA_PF)];
  return random.uniform() < CLIPPED_SHARE ? [-low, high] : [-Infinity, Infinity];
}
