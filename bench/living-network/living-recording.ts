import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClampModel, type ClampSetup } from '../../src/core/inference/clamp-fit.ts';
import type { FitProblem } from '../../src/core/inference/levenberg-marquardt.ts';
import { BEATING_PRIOR } from '../../src/core/inference/multiplier-prior.ts';
import type { ClampObserver } from '../../src/core/experiment/clamp-observer.ts';
import { PIPETTE_PRIORS } from '../../src/core/experiment/pipette-priors.ts';
import { whiteNoiseSd } from '../../src/core/math/white-noise.ts';
import { presentMeans, sigmaOfWhole } from '../../src/core/observation/lost-samples.ts';
import { binSigma } from '../../src/core/observation/noise.ts';
import type { Protocol } from '../../src/core/protocol/protocol.ts';
import type { VoltageClampRecording } from '../../src/core/trace/recording.ts';

const SAMPLE_RATE_HZ = 2000;
/** Time is good to 2 ms in records read off a figure (README of the set). */
export const BLANK_MS = 3;
export const DISCREPANCY = { floorPaPf: 0.3, share: 0.03, timingMs: 0 } as const;

export interface JudgedCell {
  readonly name: string;
  /** 'beats' or 'rests'. */
  readonly does: string;
  /** pA/pF; NaN where a sample was lost. */
  readonly currentPaPf: Float32Array;
}

/** Cells of the folder that are judged. */
export function judgedCells(folder: string): JudgedCell[] {
  const { cells } = JSON.parse(readFileSync(join(folder, 'classes.json'), 'utf8')) as { readonly cells: Record<string, string> };
  return readdirSync(folder)
    .filter((name) => cells[name] === 'beats' || cells[name] === 'rests')
    .sort()
    .map((name) => {
      const [, ...lines] = readFileSync(join(folder, name, 'vc_pre.csv'), 'utf8')
        .trim()
        .split('\n');
      const currentPaPf = Float32Array.from(lines, (line) => {
        const value = line.split(',')[2]?.trim() ?? '';
        return value === '' ? NaN : Number(value);
      });
      return { name, does: cells[name] ?? '', currentPaPf };
    });
}

export function recordingOf({ currentPaPf }: JudgedCell, protocol: Protocol): VoltageClampRecording {
  return { protocol, sampleRateHz: SAMPLE_RATE_HZ, currentPaPf, commandMv: new Float32Array(currentPaPf.length), conditions: {} };
}

/** As docs/science/living-cells.md has it: all seven scales, an expected Rs Cm of 0.3 ms, 37 degC. */
export function setupOf(protocol: Protocol, scales: readonly string[]): ClampSetup {
  return {
    protocol,
    sampleRateHz: SAMPLE_RATE_HZ,
    mode: 'rig',
    filterHz: null,
    prior: BEATING_PRIOR,
    freeScales: scales,
    expectedRsCmMs: 0.3,
    fitPrediction: false,
    temperatureC: 37,
    rigPriors: PIPETTE_PRIORS,
  };
}

export interface LivingProblem {
  readonly model: ClampModel;
  readonly problem: FitProblem;
  readonly noise: number;
  /** rms over the samples that count, pA/pF. */
  residual(simulated: Float64Array): number;
}

export function livingProblem(observer: ClampObserver, setup: ClampSetup, currentPaPf: Float32Array): LivingProblem {
  const model = new ClampModel(observer, setup);
  const { bins } = observer;
  const { means, whole } = presentMeans(bins, currentPaPf);
  const noise = whiteNoiseSd(currentPaPf.filter(Number.isFinite)) ?? NaN;
  const sigma = sigmaOfWhole(binSigma(bins, means, noise, BLANK_MS, DISCREPANCY), whole);
  return {
    model,
    noise,
    problem: model.problem(means, sigma),
    residual: (simulated) => {
      let [square, samples] = [0, 0];
      sigma.forEach((sd, r) => {
        if (!Number.isFinite(sd)) return;
        const width = (bins.to[r] as number) - (bins.from[r] as number);
        square += width * ((simulated[r] as number) - (means[r] as number)) ** 2;
        samples += width;
      });
      return Math.sqrt(square / samples);
    },
  };
}
