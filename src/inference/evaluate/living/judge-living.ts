import { analyseBeats, type BeatAnalysis } from '../../../core/beat/beats.ts';
import { doesBeat } from '../../../core/beat/does-beat.ts';
import { findUpstrokes } from '../../../core/beat/upstrokes.ts';
import { presentMeans } from '../../../core/observation/lost-samples.ts';
import type { PopulationKernel } from '../../../core/simulate/kernel.ts';
import { spreadOf, type MemberBeat } from '../../../core/twin/ensemble.ts';
import type { FreeRecording, VoltageClampRecording } from '../../../core/trace/recording.ts';
import { filledPotential } from '../../../core/trace/filled-potential.ts';
import { memberBeats } from '../../living/member-beats.ts';
import { undecidedAlarm } from '../../living/undecided-alarm.ts';
import type { Posterior } from '../../twin/infer-posterior.ts';
import { twinAlarms } from '../../twin/twin-alarms.ts';
import { JUDGED_FEATURES, type JudgedFeature, type LivingClass, type LivingRow } from './living-row.ts';

const AMPLITUDE_MV = 40;

/** What a potential shows. */
export function shownBy(potential: FreeRecording): BeatAnalysis {
  return analyseBeats(filledPotential(potential), 1000 / potential.sampleRateHz);
}

export function classOf(beat: Pick<MemberBeat, 'outcome'>): LivingClass {
  return doesBeat(beat) ? 'beats' : 'rests';
}

type JudgedFields =
  'chi2PerSample' | 'alarms' | 'predicted' | 'twin' | 'ensemble' | 'alike' | 'residualPaPf' | 'residualRatio' | 'values' | 'members';

/** Beats of twin and ensemble in the recorded frame, and what the twin leaves of the clamp. */
export function judgeLiving(
  kernel: PopulationKernel,
  recording: VoltageClampRecording,
  posterior: Posterior,
  does: LivingClass,
  cycleLengthMs: number | null,
): Pick<LivingRow, JudgedFields> {
  const { model, theta, draws } = posterior;
  const [own, ...members] = memberBeats({ model, kernel }, [theta, ...draws], cycleLengthMs);
  if (!own) throw new Error('The twin was not beaten.');
  const spread = (key: JudgedFeature) =>
    spreadOf(members.filter((beat) => classOf(beat) === does).flatMap(({ features }) => features[key] ?? []));
  return {
    predicted: own.features,
    twin: classOf(own),
    ensemble: Object.fromEntries(JUDGED_FEATURES.map((key) => [key, spread(key)])) as LivingRow['ensemble'],
    alike: members.filter((beat) => classOf(beat) === does).length / Math.max(1, members.length),
    residualPaPf: residualOf(recording, posterior),
    residualRatio: posterior.residualRatio ?? null,
    chi2PerSample: posterior.fit.chi2PerSample,
    alarms: livingAlarms(recording, posterior, classOf(own) === 'beats'),
    members: draws.map((z) => Array.from(z, (value) => Number(value.toPrecision(6)))),
    values: Object.fromEntries(
      model.parameters.map(({ id, coordinate }, i) => [id, Number(coordinate.value(theta[i] ?? NaN).toPrecision(6))]),
    ),
  };
}

function livingAlarms(recording: VoltageClampRecording, posterior: Posterior, beats: boolean): string[] {
  const undecided = undecidedAlarm(posterior, beats);
  const context = {
    method: 'fit',
    hasNetwork: false,
    networkProblem: null,
    foreignNetwork: false,
    networkTemperatureC: null,
    features: null,
    simulations: null,
  } as const;
  return [...(undecided === null ? [] : [undecided]), ...twinAlarms(recording, posterior, posterior.fit, context)];
}

/** SD of the cycle lengths of a potential, ms. */
export function cycleSdMs(potential: FreeRecording): number | null {
  const dtMs = 1000 / potential.sampleRateHz;
  const upstrokes = findUpstrokes(filledPotential(potential), AMPLITUDE_MV);
  const cycles = upstrokes.slice(1).map((at, i) => (at - (upstrokes[i] ?? NaN)) * dtMs);
  if (cycles.length < 2) return null;
  const mean = cycles.reduce((sum, ms) => sum + ms, 0) / cycles.length;
  return Math.sqrt(cycles.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / (cycles.length - 1));
}

/** rms over time, without lost samples and what lies right after jumps. */
function residualOf({ currentPaPf }: VoltageClampRecording, { model, theta, counted }: Posterior): number {
  const { bins } = model;
  const { means, whole } = presentMeans(bins, currentPaPf);
  const [simulated] = model.simulate([theta]);
  let [square, time] = [0, 0];
  means.forEach((mean, r) => {
    if (whole[r] !== 1 || counted?.[r] !== true) return;
    const width = (bins.to[r] ?? 0) - (bins.from[r] ?? 0);
    square += width * (mean - (simulated?.[r] ?? NaN)) ** 2;
    time += width;
  });
  return Math.sqrt(square / time);
}
