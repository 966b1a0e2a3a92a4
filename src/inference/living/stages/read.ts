import { recordedBeat, type RecordedBeat } from '../../../core/beat/recorded-beat.ts';
import { FollowedBeat } from '../../../core/experiment/followed-beat.ts';
import { HeldBeat } from '../../../core/experiment/held-beat.ts';
import { SettledBeat } from '../../../core/experiment/settled-beat.ts';
import { BeatParts } from '../../../core/inference/beat-parts.ts';
import { whiteNoiseSd } from '../../../core/math/white-noise.ts';
import { disturbanceSds, withDisturbances } from '../../../core/observation/disturbances.ts';
import { presentMeans, sigmaOfWhole } from '../../../core/observation/lost-samples.ts';
import { binSigma } from '../../../core/observation/noise.ts';
import type { Observed } from '../../../core/observation/observe.ts';
import { filledPotential } from '../../../core/trace/filled-potential.ts';
import { pacedBeatOf } from '../../../core/trace/paced-recording.ts';
import type { FreeRecording } from '../../../core/trace/recording.ts';
import type { ObservedClamp } from '../../twin/inference-request.ts';
import { stacked } from '../../twin/observed-clamps.ts';
import { needed, type Stage } from '../../twin/stages/stage.ts';

/** No recording is quieter, pA/pF; and what is taken where a recording is too short to say. */
const LEAST_NOISE = 0.001;
const USUAL_NOISE = 0.1;

/** The clamp in bins, without lost samples, and the beats of the potentials where they are fitted along. */
export const readStage: Stage = {
  name: 'noise',
  shown: 'features',
  until: 0.02,
  run(state, context) {
    const { model, others = [] } = state.request;
    const { potential, paced, prior, kernel, help, mode } = needed(state.request.living ?? null, "request's mode");
    context.report(0.4, 'Reading the recordings');
    const { noise, ...own } = read(state.request);
    const { observed: means, sigma } = stacked([own, ...others.map((other) => read(other))]);
    const problem = { ...model.problem(means, sigma), ...prior };
    if (mode === 'clamp') return Promise.resolve({ ...state, noise, problem });
    const free = needed(potential, "cell's own potential");
    const beat = recordedBeat(filledPotential(free), 1000 / free.sampleRateHz);
    const follow = (of: RecordedBeat): FollowedBeat =>
      new FollowedBeat(new HeldBeat(kernel, of), (timeConstantMs) => help({ kind: 'followed', beat: of, timeConstantMs }));
    const parts = new BeatParts(
      model.parameters,
      { observed: means, sigma, simulate: (thetas) => model.simulate(thetas) },
      (theta) => model.cell(theta),
      follow(beat),
      new SettledBeat(kernel, beat.features, help({ kind: 'settled', beat })),
      prior,
      paced.map((one) => follow(readPaced(one))),
    );
    return Promise.resolve({ ...state, noise, problem, beat: { beat, parts, search: null, twin: null, columns: null } });
  },
};

/** @throws Error where its beats do not follow its stimuli */
function readPaced(recording: FreeRecording): RecordedBeat {
  const found = pacedBeatOf(recording);
  if ('why' in found)
    throw new Error(`${recording.name}: expected a paced potential with a beat after each stimulus. ${found.why} Leave it out.`);
  return found.beat;
}

/** A clamp in bins, without lost samples. */
function read({ recording, setting, model }: ObservedClamp): Observed & { readonly noise: number } {
  const present = recording.currentPaPf.filter((value) => Number.isFinite(value));
  const noise = Math.max(LEAST_NOISE, whiteNoiseSd(present) ?? USUAL_NOISE);
  const { means, whole } = presentMeans(model.bins, recording.currentPaPf);
  const sigma = binSigma(model.bins, means, noise, setting.blankMs, setting.discrepancy);
  const disturbances = disturbanceSds(recording.currentPaPf, model.bins, recording.protocol, 'living');
  return { observed: means, sigma: withDisturbances(sigmaOfWhole(sigma, whole), disturbances), noise };
}
