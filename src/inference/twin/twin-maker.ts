import { setImmediate as otherWork } from 'node:timers/promises';
import { adjustableIndex } from '../../core/cell/adjustable.ts';
import { VARIED, VARIED_COUNT } from '../../core/cell/parameters.ts';
import { ClampModel, type ClampSetup } from '../../core/inference/clamp-fit.ts';
import type { FitProblem, FitResult } from '../../core/inference/levenberg-marquardt.ts';
import { multiStart } from '../../core/inference/multi-start.ts';
import { binSigma, estimateNoise, LIVING_DISCREPANCY, SOLVER_DISCREPANCY } from '../../core/inference/noise.ts';
import { binRecording, FIT_BINS, observationBins } from '../../core/inference/observation-bins.ts';
import { darkCombinations, twinParameters } from '../../core/inference/posterior.ts';
import { startPoints, type StartGuess } from '../../core/inference/start-points.ts';
import { NO_ARTEFACTS } from '../../core/population/artefacts.ts';
import { PRIOR_SD } from '../../core/population/sample-cells.ts';
import { createRandom } from '../../core/random/random.ts';
import type { PopulationKernel } from '../../core/simulate/kernel.ts';
import type { RecordingConditions, VoltageClampRecording } from '../../core/trace/recording.ts';
import type { Twin, TwinFit, TwinNuisance } from '../../core/twin/twin.ts';
import { simulateBeat } from '../../core/twin/simulate-beat.ts';
import type { Predictor } from '../network/index.ts';
import { fullRateCurrent } from './full-rate-current.ts';
import { askNetwork, type NetworkAnswer } from './network-answer.ts';
import { assertUsable, clippingAlarms } from './recording-checks.ts';

export type ClampMode = 'ideal' | 'rig';

/** Which cells are thought possible: the method's population, or living cells, wider and with the fixed currents scaled. */
export type Prior = 'reference' | 'living';

export interface TwinRequest {
  readonly recording: VoltageClampRecording;
  readonly cellName: string;
  readonly recordingName: string;
  readonly recordingCrc32: number;
  readonly method: 'network' | 'refined' | 'fit';
  readonly seed: number;
  /** 'auto': ideal clamp where the rig says Rs is 0; both are tried where Rs is unknown. */
  readonly mode: ClampMode | 'auto';
  readonly createdAt: string;
  readonly program: string;
}

export interface TwinContext {
  /** Network for the recording's protocol, or null with the reason. */
  readonly predictor: Predictor | null;
  readonly networkProblem: string | null;
  readonly backend: string | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (stage: 'features' | 'network' | 'refining' | 'beating', fraction: number, message: string) => void;
}

export interface MadeTwin {
  readonly twin: Twin;
  /** The twin's record at the samples of the recording, pA/pF. */
  readonly twinCurrentPaPf: Float32Array;
}

/** Posterior of a cell before it is written out as a twin. */
export interface Posterior {
  readonly setup: ClampSetup;
  readonly values: Float64Array;
  readonly mean: Float64Array;
  readonly sd: Float64Array;
  readonly fit: TwinFit;
  readonly result: FitResult | null;
  readonly theta: Float64Array;
  readonly model: ClampModel;
}

const REFERENCE_BOUNDS = [0.5, 1.5] as const;
const LIVING = { priorSd: 0.5, bounds: [0.1, 4] as const, freeScales: ['scale.Ito', 'scale.ICaT', 'scale.INaCa', 'scale.INaK', 'scale.IbNa', 'scale.IbCa'] };
/** Artefacts of amplifier and electrode that the model does not hold end within this time after a jump, ms. */
const LIVING_BLANK_MS = 0.5;
/** A fit is at the noise when chi2 per observation is below this; otherwise further starts are tried. */
const AT_NOISE = 1.12;
const STARTS = { refined: { fewest: 3, most: 5 }, fit: { fewest: 5, most: 6 } } as const;
/** Below this noise (pA/pF) a fit at this noise comes first. */
const BLUNT_NOISE = 0.15;
const ITERATIONS = 60;

/** Makes twins from recordings. Owns a kernel; one request at a time. */
export class TwinMaker {
  private readonly kernel: PopulationKernel;
  private readonly models = new Map<string, ClampModel>();

  constructor(kernel: PopulationKernel) {
    this.kernel = kernel;
  }

  async make(request: TwinRequest, context: TwinContext): Promise<MadeTwin> {
    const posterior = await this.infer(request, context);
    context.onProgress?.('beating', 0.95, 'Beating the twin');
    await otherWork();
    return this.write(request, context, posterior);
  }

  /** The posterior alone, for evaluation. */
  async infer(request: TwinRequest, context: TwinContext): Promise<Posterior> {
    const { recording } = request;
    assertUsable(recording);
    const told = recording.conditions.seriesResistanceMohm;
    const modes: ClampMode[] = request.mode !== 'auto' ? [request.mode] : told === undefined ? ['ideal', 'rig'] : [told === 0 ? 'ideal' : 'rig'];
    let best: Posterior | null = null;
    for (const mode of modes) {
      const posterior = await this.inferAs(mode, request, context);
      if (best === null || posterior.fit.chi2PerSample < best.fit.chi2PerSample * 0.98) best = posterior;
      if (best.fit.chi2PerSample < AT_NOISE) break;
    }
    if (!best) throw new Error('No clamp mode was tried.');
    return best;
  }

  private async inferAs(mode: ClampMode, request: TwinRequest, context: TwinContext): Promise<Posterior> {
    const { recording, method } = request;
    const { predictor } = context;
    context.onProgress?.('features', 0.02, 'Reading the recording');
    const living = method === 'fit';
    const setup: ClampSetup = {
      protocol: recording.protocol,
      sampleRateHz: recording.sampleRateHz,
      mode,
      filterHz: mode === 'ideal' ? null : (recording.conditions.filterHz ?? null),
      priorSd: living ? LIVING.priorSd : PRIOR_SD,
      bounds: living ? LIVING.bounds : REFERENCE_BOUNDS,
      freeScales: living ? LIVING.freeScales : [],
      expectedRsCmMs: expectedRsCm(recording.conditions),
      fitPrediction: living && (recording.conditions.predictionPercent ?? 1) > 0,
    };
    const noise = Math.max(0.001, estimateNoise(observationBins(recording.protocol, recording.sampleRateHz, FIT_BINS), recording.currentPaPf));
    if (method === 'network' && !predictor) {
      throw new Error(`${context.networkProblem ?? 'There is no network for this protocol.'} Choose the method "fit", or train a network for "${recording.protocol.id}".`);
    }
    let answer: NetworkAnswer | null = null;
    if (predictor && method !== 'fit') {
      context.onProgress?.('network', 0.05, `Asking the network (${context.backend ?? 'no backend'})`);
      answer = await askNetwork(predictor, recording, noise, mode === 'rig');
    }
    const model = this.model(setup);
    const observed = binRecording(model.bins, recording.currentPaPf);
    const blankMs = living && mode === 'rig' ? LIVING_BLANK_MS : 0;
    const off = living ? LIVING_DISCREPANCY : SOLVER_DISCREPANCY;
    const sigma = binSigma(model.bins, observed, noise, blankMs, off);
    const problem = model.problem(observed, sigma);
    const guess: StartGuess | null = answer
      ? { mean: answer.mean, sd: answer.sd, nuisance: { rsCmMs: answer.logRsCmMs, leakNsPf: answer.logLeakNsPf, residualCapacitance: answer.residualCapacitance } }
      : null;
    if (method === 'network' && answer && guess) {
      const [theta] = startPoints(model.parameters, guess, createRandom(request.seed));
      if (!theta) throw new Error('The network gave no answer.');
      const fit = fitFigures(problem, theta, noise, 0);
      return { setup, values: model.values(theta), mean: theta.slice(0, VARIED_COUNT), sd: answer.sd, fit, result: null, theta, model };
    }
    const bluntSigma = noise < BLUNT_NOISE ? binSigma(model.bins, observed, BLUNT_NOISE, blankMs, off) : null;
    const result = await this.search(problem, bluntSigma, guess, request, context);
    const sd = Float64Array.from({ length: VARIED_COUNT }, (_, i) => Math.sqrt(result.covariance[i * model.parameters.length + i] ?? NaN));
    const fit = fitFigures(problem, result.theta, noise, result.iterations);
    return { setup, values: model.values(result.theta), mean: result.theta.slice(0, VARIED_COUNT), sd, fit, result, theta: result.theta, model };
  }

  /** Levenberg-Marquardt from the network's answer and draws around it, or from the prior. */
  private async search(problem: FitProblem, bluntSigma: Float64Array | null, guess: StartGuess | null, request: TwinRequest, context: TwinContext): Promise<FitResult> {
    const { fewest, most } = guess ? STARTS.refined : STARTS.fit;
    let start = 0;
    const result = await multiStart(problem, startPoints(problem.parameters, guess, createRandom(request.seed)), {
      fewest,
      most,
      bluntSigma,
      iterations: ITERATIONS,
      tolerance: 0.05,
      relativeTolerance: request.method === 'fit' ? 1e-4 : 1e-5,
      cancelled: () => context.signal?.aborted === true,
      onStart: (at) => (start = at),
      onIteration: async (iteration, cost) => {
        const fraction = 0.08 + (0.85 * (start + iteration / ITERATIONS)) / most;
        context.onProgress?.('refining', fraction, `Start ${start + 1} of at most ${most}, iteration ${iteration}, cost ${cost.toFixed(0)}`);
        await otherWork();
      },
    });
    context.signal?.throwIfAborted();
    return result;
  }

  private write(request: TwinRequest, context: TwinContext, posterior: Posterior): MadeTwin {
    const { recording } = request;
    const { setup, model, theta } = posterior;
    const artefacts = setup.mode === 'rig' ? model.artefacts(theta) : NO_ARTEFACTS;
    const offset = model.offset(theta);
    const twinCurrentPaPf = fullRateCurrent(this.kernel, posterior.values, artefacts, {
      protocol: setup.protocol,
      sampleRateHz: setup.sampleRateHz,
      mode: setup.mode,
      filterHz: setup.filterHz,
      offsetPaPf: offset,
    });
    const residual = residualFigures(recording.currentPaPf, twinCurrentPaPf);
    const fit: TwinFit = { ...posterior.fit, ...residual };
    const stride = model.parameters.length;
    const dark = posterior.result
      ? darkCombinations(posterior.result.covariance, stride, setup.priorSd)
      : VARIED.filter((_, i) => (posterior.sd[i] ?? 0) > 0.85 * setup.priorSd).map((p) => `${p.id}: the network finds nothing of it in the recording`);
    const card = context.predictor?.card ?? null;
    const usedNetwork = request.method !== 'fit' && context.predictor !== null;
    const twin: Twin = {
      schema: 'twinclamp.twin/1',
      createdAt: request.createdAt,
      cellName: request.cellName,
      method: request.method === 'refined' && !usedNetwork ? 'fit' : request.method,
      temperatureC: recording.conditions.temperatureC ?? 37,
      protocolId: recording.protocol.id,
      clamp: { mode: setup.mode, filterHz: setup.filterHz },
      parameters: twinParameters(posterior.mean, posterior.sd, setup.priorSd, setup.bounds),
      nuisance: nuisanceOf(posterior),
      fit,
      beat: simulateBeat(posterior.values),
      beatWithLeak: setup.mode === 'rig' ? simulateBeat(withLeak(posterior.values, artefacts.leakNsPf)) : null,
      dark,
      alarms: [...clippingAlarms(recording), ...this.alarms(request, context, posterior, fit)],
      provenance: {
        program: request.program,
        model: 'Kernik 2019 (J Physiol 597:4533), 37 degC',
        network: usedNetwork ? (card?.id ?? null) : null,
        networkSha256: usedNetwork ? (card?.weightsSha256 ?? null) : null,
        backend: usedNetwork ? context.backend : null,
        recording: request.recordingName,
        recordingCrc32: request.recordingCrc32,
        priorSd: setup.priorSd,
        seed: request.seed,
      },
    };
    return { twin, twinCurrentPaPf };
  }

  private alarms(request: TwinRequest, context: TwinContext, posterior: Posterior, fit: TwinFit): string[] {
    const alarms: string[] = [];
    if (request.method === 'refined' && !context.predictor) {
      alarms.push(`${context.networkProblem ?? 'No network for this protocol.'} The fit started from the population mean instead.`);
    }
    if (posterior.result && fit.chi2PerSample > 1.6) {
      alarms.push(`The fit cannot reach the noise (chi2 per observation ${fit.chi2PerSample.toFixed(2)}, expected about 1): the model does not hold this recording, so do not trust the parameters.`);
    }
    if (!posterior.result && fit.nrmsePercent > 8) {
      alarms.push(`The network's twin misses the recording by ${fit.nrmsePercent.toFixed(1)} % of its range: refine it, or do not trust it.`);
    }
    const [low, high] = posterior.setup.bounds;
    const atBound = VARIED.filter((_, i) => {
      const m = posterior.mean[i] ?? 1;
      return m < low + 0.005 * (high - low) || m > high - 0.005 * (high - low);
    }).map((p) => p.id);
    if (posterior.result && atBound.length > 0) alarms.push(`At the bound of what was allowed: ${atBound.join(', ')}.`);
    const { temperatureC } = request.recording.conditions;
    if (temperatureC !== undefined && Math.abs(temperatureC - 37) > 1.5) {
      alarms.push(`Recorded at ${temperatureC} degC; this version's model is for 37 degC, so rates and conductances carry the difference.`);
    }
    return alarms;
  }

  private model(setup: ClampSetup): ClampModel {
    const key = JSON.stringify(setup);
    let model = this.models.get(key);
    if (!model) {
      model = new ClampModel(this.kernel, setup);
      this.models.set(key, model);
    }
    return model;
  }
}

function expectedRsCm({ seriesResistanceMohm, membraneCapacitancePf, compensationPercent }: RecordingConditions): number | null {
  if (!seriesResistanceMohm || !membraneCapacitancePf) return null;
  // MOhm x pF = us. Without a word on compensation none is assumed; the prior is wide enough to learn otherwise.
  return Math.max(0.01, (seriesResistanceMohm * membraneCapacitancePf * (1 - (compensationPercent ?? 0) / 100)) / 1000);
}

function withLeak(values: Float64Array, leakNsPf: number): Float64Array {
  const leaky = values.slice();
  const at = adjustableIndex('leak.g');
  if (at !== undefined) leaky[at] = leakNsPf;
  return leaky;
}

function fitFigures(problem: FitProblem, theta: Float64Array, noise: number, iterations: number): TwinFit {
  const [simulated] = problem.simulate([theta]);
  let chi2 = 0;
  let count = 0;
  let square = 0;
  let low = Infinity;
  let high = -Infinity;
  problem.observed.forEach((value, r) => {
    const sigma = problem.sigma[r] ?? Infinity;
    if (!Number.isFinite(sigma)) return;
    const difference = value - (simulated?.[r] ?? NaN);
    chi2 += (difference / sigma) ** 2;
    square += difference ** 2;
    count++;
    low = Math.min(low, value);
    high = Math.max(high, value);
  });
  const rms = Math.sqrt(square / count);
  return { nrmsePercent: (100 * rms) / (high - low), residualRmsPaPf: rms, noisePaPf: noise, chi2PerSample: chi2 / count, iterations };
}

/** Residual of the full-rate record: rms, and over the range of the recording in %. */
export function residualFigures(recorded: ArrayLike<number>, twin: ArrayLike<number>): Pick<TwinFit, 'nrmsePercent' | 'residualRmsPaPf'> {
  const n = Math.min(recorded.length, twin.length);
  let square = 0;
  let low = Infinity;
  let high = -Infinity;
  for (let k = 1; k < n; k++) {
    const value = recorded[k] ?? NaN;
    square += (value - (twin[k] ?? NaN)) ** 2;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const rms = Math.sqrt(square / (n - 1));
  return { nrmsePercent: (100 * rms) / (high - low), residualRmsPaPf: rms };
}

function nuisanceOf({ setup, model, theta, result }: Posterior): TwinNuisance[] {
  if (setup.mode === 'ideal') return [];
  const stride = model.parameters.length;
  const of = (id: string): { value: number; sd: number } => {
    const at = model.indexOf(id);
    return { value: theta[at] ?? NaN, sd: result ? Math.sqrt(result.covariance[at * stride + at] ?? NaN) : 0 };
  };
  const logarithmic = (id: string): { value: number; sd: number } => {
    const { value, sd } = of(id);
    return { value: Math.exp(value), sd: Math.exp(value) * sd };
  };
  const list: TwinNuisance[] = [
    { id: 'rsCmMs', label: 'Effective series resistance x capacitance', unit: 'ms', ...logarithmic('rsCmMs') },
    { id: 'leakNsPf', label: 'Seal leak', unit: 'nS/pF', ...logarithmic('leakNsPf') },
    { id: 'offsetPaPf', label: 'Current offset', unit: 'pA/pF', ...of('offsetPaPf') },
    { id: 'offsetMv', label: 'Voltage offset', unit: 'mV', ...of('offsetMv') },
    { id: 'estimateRatio', label: 'Amplifier time constant over the true one', unit: '1', ...logarithmic('estimateRatio') },
    { id: 'residualCapacitance', label: 'Capacitive transient left', unit: '1', ...of('residualCapacitance') },
  ];
  if (setup.fitPrediction) list.push({ id: 'prediction', label: 'Prediction by the amplifier', unit: '1', ...of('prediction') });
  return [...list, ...setup.freeScales.map((id): TwinNuisance => ({ id, label: `Scale of ${id.slice('scale.'.length)}`, unit: '1', ...logarithmic(id) }))];
}
