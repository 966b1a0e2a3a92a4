import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { type RecordedAs, sampleRecordedAs } from '../../core/experiment/artefacts.ts';
import { writeTargets } from '../../core/inference/network-targets.ts';
import { featureCount, writeFeatures } from '../../core/observation/features.ts';
import type { ObservationBins } from '../../core/observation/observation-bins.ts';
import type { Random } from '../../core/random/random.ts';
import { zigguratNormal } from '../../core/random/ziggurat.ts';
import { logUniform, meanNoise, NOISE_RANGE, RS_KNOWN_SD, RS_KNOWN_SHARE, type RowWriter } from './row-writer.ts';

/** Without a rig the record is the density. */
const AS_IT_IS: RecordedAs = { offsetPaPf: 0, capacitanceRatio: 1 };

/** Recordings of the method's population, under ideal clamp or by the simulated rig. */
export class SimulatedRowWriter implements RowWriter {
  readonly features: number;
  readonly outputs: number;
  private readonly meanNoise: Float64Array;
  private readonly means: Float64Array;

  constructor(bins: ObservationBins) {
    this.features = featureCount(bins);
    this.outputs = DEFAULT_CELL.varied.length + 3;
    this.meanNoise = meanNoise(bins);
    this.means = new Float64Array(bins.from.length);
  }

  write(row: Float32Array, random: Random, x: Float32Array, y: Float32Array): void {
    const { means } = this;
    const truth = row.subarray(means.length);
    const rsCmMs = truth[DEFAULT_CELL.varied.length] ?? 0;
    const rig = rsCmMs > 0;
    const noise = logUniform(random, NOISE_RANGE);
    const { offsetPaPf, capacitanceRatio } = rig ? sampleRecordedAs(random) : AS_IT_IS;
    for (let i = 0; i < means.length; i++) {
      means[i] = capacitanceRatio * (row[i] as number) + offsetPaPf + noise * (this.meanNoise[i] as number) * zigguratNormal(random);
    }
    const expectedRsCmMs = rig && random.uniform() < RS_KNOWN_SHARE ? rsCmMs * Math.exp(RS_KNOWN_SD * random.normal()) : null;
    const temperatureC = truth[DEFAULT_CELL.varied.length + 3] ?? NaN;
    writeFeatures(means, { noise, rig, expectedRsCmMs, temperatureC }, x);
    writeTargets(truth, y);
  }
}
