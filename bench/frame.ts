import { MinMaxBins } from '../src/renderer/traces/minMaxBins.ts';
import { cpuMs, median, round } from './measure.ts';

const SECONDS = 20;
const RATE_HZ = 10_000;
/** Samples that arrive between two frames of a 60 Hz screen. */
const PER_FRAME = Math.round(RATE_HZ / 60);
const ROUNDS = 5;

/**
 * Cost of a frame of the live trace before it is drawn: bins that grow with the recording (as on the Rig desk), against reducing
 * all samples so far for each frame. Processor time of 20 s of recording, the mean over its frames.
 */
export function benchFrame(): Promise<object> {
  const samples = Float32Array.from({ length: SECONDS * RATE_HZ }, (_, i) => 500 * Math.sin(i / 700) + 30 * Math.sin(i * 12.9898));
  const frames = Math.floor(samples.length / PER_FRAME);
  const growing: number[] = [];
  const anew: number[] = [];
  let pointsGrowing = 0;
  let pointsAnew = 0;
  for (let i = 0; i < ROUNDS; i++) {
    growing.push(cpuMs(() => (pointsGrowing = growingBins(samples))));
    anew.push(cpuMs(() => (pointsAnew = reducedAnew(samples))));
  }
  if (pointsGrowing < 1000 || pointsAnew < 1000)
    throw new Error(`Frame benchmark: expected over 1,000 points in the last frame, got ${pointsGrowing} and ${pointsAnew}.`);
  const growingMs = median(growing) / frames;
  const anewMs = median(anew) / frames;
  return Promise.resolve({
    seconds: SECONDS,
    frames,
    msPerFrame: { growingBins: round(growingMs), reducedAnew: round(anewMs) },
    fasterThanReducingAnew: round(anewMs / growingMs),
    pointsOfLastFrame: { growingBins: pointsGrowing, reducedAnew: pointsAnew },
  });
}

function growingBins(samples: Float32Array): number {
  const bins = new MinMaxBins();
  let points = 0;
  for (let from = 0; from < samples.length; from += PER_FRAME) {
    samples.subarray(from, from + PER_FRAME).forEach((value, i) => {
      bins.add(from + i, value);
    });
    points = bins.zigzag(RATE_HZ).values.length;
  }
  return points;
}

function reducedAnew(samples: Float32Array): number {
  const columns = 1536;
  let points = 0;
  for (let to = PER_FRAME; to <= samples.length; to += PER_FRAME) {
    const timeMs: number[] = [];
    const values: number[] = [];
    const perColumn = Math.max(1, to / columns);
    for (let column = 0; column * perColumn < to; column++) {
      let low = Infinity;
      let high = -Infinity;
      for (let k = Math.floor(column * perColumn); k < Math.min(to, Math.floor((column + 1) * perColumn)); k++) {
        const value = samples[k] as number;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      const middle = ((column + 0.5) * perColumn * 1000) / RATE_HZ;
      timeMs.push(middle, middle);
      values.push(low, high);
    }
    points = values.length;
  }
  return points;
}
