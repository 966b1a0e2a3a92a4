import { PUBLISHED_TEMPERATURE_C } from '../../core/cell/temperature.ts';
import type { IvReading } from '../../core/baselines/iv-analysis.ts';
import { readNoise } from '../../core/observation/noise.ts';
import { observe } from '../../core/observation/observe.ts';
import { protocolSampleCount } from '../../core/protocol/protocol.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import type { ComparedMethod, MethodAnswer } from '../../core/twin/method-answer.ts';
import { settingOf, type ClampMode } from '../twin/clamp-setup.ts';
import { fitFigures } from '../twin/fit-figures.ts';
import { usableRecording } from '../twin/recording-checks.ts';
import type { TwinMaker } from '../twin/twin-maker.ts';
import type { ContestantAnswer } from './contestant.ts';
import { geneticAnswer } from './genetic-answer.ts';
import { ivAnswer, publishedCurrent } from './iv-answer.ts';

export interface CompareRequest {
  readonly recording: VoltageClampRecording;
  readonly method: ComparedMethod;
  /** The clamp of the twin that it is compared with. */
  readonly mode: ClampMode;
  readonly seed: number;
  /** For the genetic algorithm; absent: about as many as a refinement with its ensemble. */
  readonly simulations?: number;
}

export interface CompareContext {
  readonly signal?: AbortSignal;
  readonly onProgress?: (fraction: number, message: string) => void;
}

/** Median of a refinement without a network, with its ensemble, on reference cells: docs/science, head to head. */
const GENETIC_SIMULATIONS = 12_000;
/** Share of the progress bar for the search; the rest is the free run of its cell. */
const SEARCHED = 0.9;

/**
 * Runs one of the methods that make no twin on a recording, with the same population and clamp as a refinement.
 * @throws Error for a recording that no method can use, and what aborted the signal
 */
export async function compareMethod(maker: TwinMaker, request: CompareRequest, context: CompareContext): Promise<MethodAnswer> {
  const { mode } = request;
  const recording = usableRecording(request.recording);
  const { clamp, blankMs, discrepancy } = settingOf(recording, mode);
  const model = maker.model(clamp);
  const found = request.method === 'genetic' ? await genetic() : iv();
  if ('reason' in found) return { kind: 'not-applicable', reason: found.reason };
  context.onProgress?.(SEARCHED, 'Free run of its cell');
  const { theta } = found.answer;
  const read = readNoise(model.bins, recording.currentPaPf);
  const noise = { ...read, sd: Math.max(0.001, read.sd) };
  const { observed, sigma } = observe(model.bins, recording.currentPaPf, noise, blankMs, discrepancy);
  const { chi2PerSample } = fitFigures(model.problem(observed, sigma), theta, noise.sd, 0);
  const { residual, beat, beatWithLeak } = maker.judge(recording, { setup: clamp, model, theta });
  return {
    kind: 'answer',
    nrmsePercent: residual.nrmsePercent,
    chi2PerSample,
    beat,
    beatWithLeak,
    informed: found.informed,
    note: found.note,
  };

  async function genetic(): Promise<{ readonly answer: ContestantAnswer; readonly informed: null; readonly note: string }> {
    const simulations = request.simulations ?? GENETIC_SIMULATIONS;
    const answer = await geneticAnswer({
      recording,
      model,
      blankMs,
      seed: request.seed,
      simulations,
      ...(context.signal ? { signal: context.signal } : {}),
      onProgress: (spent) => context.onProgress?.((SEARCHED * spent) / simulations, `${spent} of ${simulations} simulations`),
    });
    const note = `Best of ${answer.simulations} simulated cells; a genetic algorithm does not show which parameters are identifiable.`;
    return { answer, informed: null, note };
  }

  function iv(): { readonly answer: ContestantAnswer; readonly informed: number; readonly note: string } | { readonly reason: string } {
    const { protocol, sampleRateHz, currentPaPf, conditions } = recording;
    context.onProgress?.(0, 'Reading amplitudes');
    // A recording may continue after its protocol; amplitudes are read within the protocol.
    const within = { ...recording, currentPaPf: currentPaPf.slice(0, protocolSampleCount(protocol, sampleRateHz)) };
    const published = publishedCurrent(protocol, sampleRateHz, conditions.temperatureC ?? PUBLISHED_TEMPERATURE_C);
    const answer = ivAnswer(within, model, published);
    const { readings } = answer.analysis;
    const read = readings.filter(({ multiplier }) => multiplier !== null);
    if (read.length === 0) return { reason: whyNothing(protocol.name, readings) };
    const not = readings.filter(({ multiplier }) => multiplier === null);
    return {
      answer,
      informed: read.length,
      note:
        `Conductances read: ${names(read)}.${not.length === 0 ? '' : ` Not read: ${names(not)}.`} All other parameters are those ` +
        `of the published cell.`,
    };
  }
}

function whyNothing(protocol: string, readings: readonly IvReading[]): string {
  const tried = readings.filter(({ steps }) => steps > 0);
  return tried.length === 0
    ? `No step of "${protocol}" isolates one of the six currents. Record a family of steps to read conductances.`
    : `The steps of "${protocol}" that would show ${names(tried)} show no such current in this recording.`;
}

function names(readings: readonly IvReading[]): string {
  return readings.map(({ current }) => current).join(', ');
}
