import { setImmediate as otherWork } from 'node:timers/promises';
import { bathValues } from '../../core/cell/bath-mm.ts';
import { ClampModel, type ClampSetup } from '../../core/inference/clamp-fit.ts';
import type { ClampForm } from '../../core/experiment/clamp-form.ts';
import { ClampObserver } from '../../core/experiment/clamp-observer.ts';
import type { SimulationHelp } from '../../core/experiment/simulation-help.ts';
import type { SimulationTask } from '../../core/experiment/simulation-task.ts';
import { unidentifiableCombinations, twinParameters } from '../../core/inference/posterior.ts';
import type { ClampedCell } from '../../core/experiment/clamped-cell.ts';
import type { ObservationBins } from '../../core/observation/observation-bins.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { PopulationKernel } from '../../core/simulate/kernel.ts';
import { beatBand } from '../../core/twin/beat-band.ts';
import { cellKindOf } from '../../core/trace/cell-kind.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import { beatAlarm, doesTheSame } from '../../core/twin/beat-alarm.ts';
import type { BeatAnalysis } from '../../core/beat/beats.ts';
import { BeatAfterClamp } from '../../core/experiment/beat-after-clamp.ts';
import { beatCells, memberValues, summariseBeats, withSealLeak, type MemberBeat, type TwinMember } from '../../core/twin/ensemble.ts';
import { BEAT_SECONDS, SETTLE_S, simulateBeat } from '../../core/beat/simulate-beat.ts';
import { withdrawnWhereFailed } from '../../core/twin/fit-failed.ts';
import { bathOf } from '../../core/twin/twin-bath.ts';
import { temperatureOf } from '../../core/twin/twin-temperature.ts';
import type { Twin, TwinBeat, TwinFit } from '../../core/twin/twin.ts';
import type { TwinEstimate } from '../../core/twin/twin-estimate.ts';
import type { Predictor } from '../network/index.ts';
import { doesBeat } from '../../core/beat/does-beat.ts';
import { undecidedAlarm } from '../living/undecided-alarm.ts';
import { evidenceOf } from '../living/evidence.ts';
import { livingSetting } from '../living/living-setting.ts';
import { withoutOwnPotential } from '../living/without-own-potential.ts';
import type { LivingWish } from '../living/living-wish.ts';
import { settingOf, type ClampMode, type Setting } from './clamp-setup.ts';
import { residualAfterSteps, residualFigures } from './fit-figures.ts';
import { FullRateCurrent } from './full-rate-current.ts';
import { inferPosterior, type InferenceMethod, type InferenceRequest, type Posterior, type PosteriorEstimate } from './infer-posterior.ts';
import { usableRecording } from './recording-checks.ts';
import { fittedDrift, leakDrift, withoutDrift } from './leak-drift.ts';
import type { LeakDrift } from './seal-drift.ts';
import { networkKnows } from './network-knows.ts';
import { driftNote, isDrift, recordingNotes } from './recording-notes.ts';
import { accessNote, statedAccess } from './stated-access.ts';
import { scaledCovariance, multiplierSds } from '../living/prior-scale.ts';
import { twinAlarms } from './twin-alarms.ts';
import { nuisanceOf } from './twin-nuisance.ts';

export type { ClampMode } from './clamp-setup.ts';
export type { Posterior } from './infer-posterior.ts';

export interface TwinRequest {
  readonly recording: VoltageClampRecording;
  readonly cellName: string;
  readonly recordingName: string;
  readonly recordingCrc32: number;
  /** Further clamp recordings of the same cell, fitted together with this one. */
  readonly others?: readonly OtherClamp[];
  readonly method: InferenceMethod;
  readonly seed: number;
  /** 'auto': ideal clamp where the stated Rs is 0; both are tried where Rs is unknown. */
  readonly mode: ClampMode | 'auto';
  /** Stages for living cells in place of those of the method. */
  readonly living?: LivingWish;
  /** What else was recorded of the cell, of which a method fits nothing; absent: nothing is known of it. */
  readonly beside?: Pick<LivingWish, 'potential' | 'paced' | 'leftOut'>;
  readonly createdAt: string;
  readonly program: string;
}

/** A further clamp recording of the cell. */
export interface OtherClamp {
  readonly recording: VoltageClampRecording;
  readonly recordingName: string;
  readonly recordingCrc32: number;
}

export interface TwinContext {
  /** Network for the recording's protocol, or null with the reason. */
  readonly predictor: Predictor | null;
  readonly networkProblem: string | null;
  readonly backend: string | null;
  /** Budget of simulations for the search, without an ensemble; absent: until it has converged. */
  readonly simulations?: number;
  /** For the method 'network': its answer without the Gauss-Newton correction. */
  readonly networkAlone?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (stage: 'features' | 'network' | 'refining' | 'beating', fraction: number, message: string) => void;
  /** Called with estimates during a search. */
  readonly onEstimate?: (estimate: TwinEstimate) => void;
}

export interface MadeTwin {
  readonly twin: Twin;
  /** The twin's record at the samples of the recording, pA/pF. */
  readonly twinCurrentPaPf: Float32Array;
}

/** A cell compared with a recording. */
export interface Judged {
  /** At the samples of the recording, with the rig's artefacts, pA/pF. */
  readonly twinCurrentPaPf: Float32Array;
  readonly residual: Pick<TwinFit, 'nrmsePercent' | 'residualRmsPaPf' | 'residualAfterStepsPaPf'>;
  readonly beat: TwinBeat;
  /** With the seal leak, as the cell was recorded; null under an ideal clamp. */
  readonly beatWithLeak: TwinBeat | null;
}

/** A fit is at the noise when chi2 per observation is below this; otherwise the other clamp mode is tried. */
const AT_NOISE = 1.12;
/** Another clamp mode is used only if it lowers chi2 to below this share. */
const BETTER = 0.98;
const DEFAULT_TEMPERATURES = [37, 37] as const;

/** Other threads that simulate; see SimulationThreads. */
export interface Helpers {
  forForm(form: ClampForm): SimulationHelp;
  forTask?(task: SimulationTask): SimulationHelp;
}

/** Makes twins from recordings. Owns a kernel; one request at a time. */
export class TwinMaker {
  /** Currents at every sample, also of stored twins. */
  readonly fullRate: FullRateCurrent;
  private readonly kernel: PopulationKernel;
  private readonly helpers: Helpers | null;
  private readonly observers = new Map<string, ClampObserver>();
  /** A search reports the same cell again while it finds no better one. */
  private readonly beatsReported = new WeakMap<Float64Array, TwinEstimate['beat']>();
  private readonly afterClamps = new Map<string, BeatAfterClamp>();

  constructor(kernel: PopulationKernel, helpers: Helpers | null = null) {
    this.kernel = kernel;
    this.fullRate = new FullRateCurrent(kernel.model);
    this.helpers = helpers;
  }

  async make(request: TwinRequest, context: TwinContext): Promise<MadeTwin> {
    const posterior = await this.infer(request, context);
    context.onProgress?.('beating', 0.95, 'Free run of the twin');
    await otherWork();
    context.signal?.throwIfAborted();
    return this.write(request, context, posterior);
  }

  /** The posterior alone, for evaluation. Where the seal is seen to drift, that of the recording without its drift. */
  async infer(request: TwinRequest, context: TwinContext): Promise<Posterior> {
    const posterior = await this.inferSteady(request, context);
    const drift = await this.driftOf(request, posterior);
    if (drift === null) return posterior;
    context.signal?.throwIfAborted();
    context.onProgress?.('refining', 0, 'The seal drifts: inferring again without its drift');
    const usable = usableRecording(request.recording);
    const recording = { ...usable, currentPaPf: withoutDrift(usable, posterior, drift) };
    return { ...(await this.inferSteady({ ...request, recording }, context)), drift };
  }

  /** The posterior where the seal is taken to be steady. */
  private async inferSteady(request: TwinRequest, context: TwinContext): Promise<Posterior> {
    const { method, living } = request;
    if (living) return this.inferLiving(request, living, context);
    const recording = usableRecording(request.recording);
    if (method === 'network' && !context.predictor) {
      throw new Error(
        `${context.networkProblem ?? 'There is no network for this protocol.'} Choose the method "fit", or train a network for ` +
          `"${recording.protocol.id}".`,
      );
    }
    const statedRs = recording.conditions.seriesResistanceMohm;
    const modes: ClampMode[] =
      request.mode !== 'auto' ? [request.mode] : statedRs === undefined ? ['ideal', 'rig'] : [statedRs === 0 ? 'ideal' : 'rig'];
    const { onEstimate, ...rest } = context;
    let best: Posterior | null = null;
    const isBetter = ({ chi2PerSample }: { readonly chi2PerSample: number }): boolean =>
      best === null || chi2PerSample < best.fit.chi2PerSample * BETTER;
    const report = (estimate: PosteriorEstimate): void => {
      if (isBetter(estimate)) onEstimate?.(this.beaten(estimate));
    };
    for (const mode of modes) {
      const { setting, model, others } = this.clampsOf(request, (of) => settingOf(of, mode));
      const posterior = await inferPosterior({
        ...rest,
        recording,
        method,
        seed: request.seed,
        setting,
        model,
        ...others,
        // The current of a living cell does not determine its phenotype, which was recorded.
        ...(setting.cell === 'living' && recording.conditions.freeBeat
          ? { alike: this.alike(recording, recording.conditions.freeBeat, model, mode) }
          : {}),
        outcomes: (thetas) =>
          beatCells(
            this.kernel,
            thetas.map((theta) => model.values(theta)),
          ).map(({ outcome }) => outcome),
        ...(onEstimate === undefined ? {} : { onEstimate: report }),
      });
      if (isBetter(posterior.fit)) best = posterior;
      if (posterior.fit.chi2PerSample < AT_NOISE) break;
    }
    if (!best) throw new Error('No clamp mode was tried.');
    return best;
  }

  /** The clamp of a request with its setting, the others with theirs, and the model of all of them. */
  private clampsOf(
    { recording, others: further = [] }: TwinRequest,
    settingFor: (recording: VoltageClampRecording) => Setting,
  ): { readonly setting: Setting; readonly model: ClampModel; readonly others: Pick<InferenceRequest, 'others'> } {
    const setting = settingFor(usableRecording(recording));
    // One cell: what the first recording says of it holds for all.
    const cell = cellKindOf(recording);
    const others = further.map((other) => {
      const usable = usableRecording({ ...other.recording, cell });
      const own = settingFor(usable);
      return { recording: usable, setting: own, model: this.model(own.clamp) };
    });
    const model = this.model(
      setting.clamp,
      others.map((other) => other.model),
    );
    return { setting, model, others: others.length === 0 ? {} : { others } };
  }

  private inferLiving(request: TwinRequest, wish: LivingWish, context: TwinContext): Promise<Posterior> {
    const { method, seed } = request;
    const recording = usableRecording(request.recording);
    if (wish.mode === 'clamp+potential' && wish.potential === null) throw withoutOwnPotential(wish.paced);
    const { setting, model, others } = this.clampsOf(request, (of) => livingSetting(of, this.kernel.model));
    const { signal, onProgress } = context;
    return inferPosterior({
      recording,
      method,
      seed,
      setting,
      model,
      ...others,
      predictor: null,
      living: {
        mode: wish.mode,
        potential: wish.potential,
        paced: wish.paced,
        prior: wish.prior?.(model) ?? null,
        kernel: this.kernel,
        help: (task) => this.helpers?.forTask?.(task) ?? null,
      },
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  }

  /** Which cells beat or rest as the recorded one does. */
  private alike(
    recording: VoltageClampRecording,
    seen: BeatAnalysis,
    model: ClampModel,
    mode: ClampMode,
  ): (thetas: readonly Float64Array[]) => boolean[] {
    return (thetas) => {
      const cells = thetas.map((theta) => model.cell(theta));
      return (
        mode === 'rig'
          ? this.leakyBeats(recording, cells)
          : beatCells(
              this.kernel,
              cells.map(({ values }) => values),
            )
      ).map((beat) => doesTheSame(seen, beat));
    };
  }

  /** Beat of cells through a pipette: right after the protocol, or settled. */
  private leakyBeats({ conditions, protocol }: VoltageClampRecording, cells: readonly ClampedCell[]): MemberBeat[] {
    if (conditions.freeAfterProtocol === true) return this.afterClamp(protocol).beat(cells);
    return beatCells(
      this.kernel,
      cells.map(({ values, artefacts }) => withSealLeak(values, artefacts.leakNsPf, this.kernel.model)),
    );
  }

  private beaten({ values, ...estimate }: PosteriorEstimate): TwinEstimate {
    let beat = this.beatsReported.get(values);
    if (beat === undefined) {
      beat = this.beatToReport(values);
      this.beatsReported.set(values, beat);
    }
    return { ...estimate, beat };
  }

  private beatToReport(values: Float64Array): TwinEstimate['beat'] {
    try {
      const { outcome, features } = beatCells(this.kernel, [values])[0] ?? { outcome: 'diverged' };
      return outcome === 'diverged' ? null : { outcome, features };
    } catch {
      // For estimates only: the search continues with other cells, and the twin's alarms report problems of the last one.
      return null;
    }
  }

  /** Current of a cell under the recording's command, and its spontaneous activity. */
  judge(recording: VoltageClampRecording, { setup, model, theta }: Pick<Posterior, 'setup' | 'model' | 'theta'>): Judged {
    const cell = model.cell(theta);
    const twinCurrentPaPf = this.fullRate.of(setup, cell, model.recordedAs(theta));
    return {
      twinCurrentPaPf,
      residual: {
        ...residualFigures(recording.currentPaPf, twinCurrentPaPf),
        residualAfterStepsPaPf: residualAfterSteps(model.bins, recording.currentPaPf, twinCurrentPaPf),
      },
      beat: this.settledBeat(cell.values),
      beatWithLeak: setup.mode === 'rig' ? this.leakyBeat(recording, cell) : null,
    };
  }

  private write(request: TwinRequest, context: TwinContext, posterior: Posterior): MadeTwin {
    const { recording } = request;
    const { setup, model, theta, priorSd } = posterior;
    const { twinCurrentPaPf, residual, beat, beatWithLeak } = this.judge(usableRecording(recording), posterior);
    const notes = [...notesOf(request, model), ...(posterior.drift ? [driftNote(posterior.drift, recording)] : [])];
    const fit: TwinFit = { ...posterior.fit, ...residual };
    const card = context.predictor?.card ?? null;
    const usedNetwork = !request.living && request.method !== 'fit' && context.predictor !== null;
    const twin: Twin = {
      schema: 'twinclamp.twin/3',
      createdAt: request.createdAt,
      cellName: request.cellName,
      method: request.living || (request.method === 'refined' && !usedNetwork) ? 'fit' : request.method,
      ...evidenceIn(request),
      ...temperatureOf(recording.conditions),
      ...bathOf(recording.conditions),
      ...(recording.simulated === undefined ? {} : { simulated: recording.simulated }),
      cell: cellKindOf(recording),
      protocolId: recording.protocol.id,
      clamp: {
        mode: setup.mode,
        filterHz: setup.filterHz,
        ...(setup.mode === 'rig' ? { access: statedAccess(recording.conditions) } : {}),
      },
      parameters: withdrawnWhereFailed(
        twinParameters(model.multipliers(theta), posterior.marginals, multiplierSds(posterior), model.cellModel),
        fit,
      ),
      nuisance: nuisanceOf(posterior),
      fit,
      beat,
      beatWithLeak,
      ...this.ensemble(recording, posterior, beatWithLeak ?? beat),
      notIdentifiable: posterior.result
        ? unidentifiableCombinations(scaledCovariance(posterior, posterior.result), model.parameters.length, 1, model.cellModel)
        : model.cellModel.varied
            .filter((_, i) => (posterior.marginals[i]?.sd ?? 0) > 0.85 * priorSd)
            .map((p) => `${p.id}: the network does not identify it in this recording`),
      ...(notes.length === 0 ? {} : { recordingNotes: notes }),
      alarms: alarmsOf(request, context, posterior, fit, beatWithLeak ?? beat),
      provenance: {
        program: request.program,
        model: `${model.cellModel.name} (${model.cellModel.citation})`,
        cellModel: model.cellModel.id,
        network: usedNetwork ? (card?.id ?? null) : null,
        networkSha256: usedNetwork ? (card?.weightsSha256 ?? null) : null,
        backend: usedNetwork ? context.backend : null,
        recording: request.recordingName,
        recordingCrc32: request.recordingCrc32,
        priorSd,
        seed: request.seed,
      },
    };
    return { twin, twinCurrentPaPf };
  }

  /** Of a search behind an electrode; several clamps have a seal each, of which nothing is said. */
  private async driftOf({ recording, living, others = [] }: TwinRequest, { setup, model, result }: Posterior): Promise<LeakDrift | null> {
    if (setup.mode !== 'rig' || result === null || others.length > 0) return null;
    const setting = living ? livingSetting(recording, this.kernel.model) : settingOf(recording, setup.mode);
    const usable = usableRecording(recording);
    const prior = living?.prior?.(model) ?? null;
    // The twin of a clamp alone is a draw around the fit.
    const { theta } = result;
    const found = leakDrift(usable, setting, model, theta, prior);
    if (found === null || !isDrift(found, recording)) return null;
    return fittedDrift(usable, setting, model, prior, found);
  }

  private settledBeat(values: Float64Array): TwinBeat {
    return simulateBeat(values, SETTLE_S, BEAT_SECONDS, this.kernel.model);
  }

  /** As the cell was recorded: right after the protocol, or settled. */
  private leakyBeat({ conditions, protocol }: VoltageClampRecording, cell: ClampedCell): TwinBeat {
    const [after] = conditions.freeAfterProtocol === true ? this.afterClamp(protocol).beat([cell]) : [];
    return after ?? this.settledBeat(withSealLeak(cell.values, cell.artefacts.leakNsPf, this.kernel.model));
  }

  /** @param twin as the cell was recorded */
  private ensemble(
    recording: VoltageClampRecording,
    { draws, drawn, model, setup }: Posterior,
    twin: TwinBeat,
  ): Pick<Twin, 'ensemble' | 'beatBand'> {
    if (draws.length === 0) return { ensemble: null };
    const members = draws.map((draw): TwinMember => ({
      multipliers: Array.from(model.multipliers(draw), rounded),
      scales: {
        ...Object.fromEntries(setup.freeScales.map((id) => [id, rounded(model.valueOf(draw, id))])),
        ...bathValues(setup.bathMm),
      },
    }));
    const cells = members.map((member) => memberValues(member, setup.temperatureC, model.cellModel));
    const clamped = draws.map((draw, k) => ({
      values: cells[k] as Float64Array,
      artefacts: model.artefacts(draw),
      history: model.history(draw),
    }));
    const free = beatCells(this.kernel, cells);
    const leaky = setup.mode === 'rig' ? this.leakyBeats(recording, clamped) : null;
    const band = beatBand(
      (leaky ?? free).map(({ voltageMv = null, dtMs = NaN, ...member }, k) => {
        return { ...member, voltageMv, dtMs, offsetMv: clamped[k]?.artefacts.offsetMv ?? 0 };
      }),
      twin,
    );
    return {
      ensemble: {
        members,
        beat: summariseBeats(free),
        beatWithLeak: leaky && summariseBeats(leaky),
        drawn: drawn?.chosen === true ? drawn.all : null,
      },
      ...(band === null ? {} : { beatBand: band }),
    };
  }

  /** The model of a clamp. Its slow parts are kept for the next recording of the same form. */
  model(setup: ClampSetup, others: readonly ClampModel[] = []): ClampModel {
    const { protocol, sampleRateHz, mode, filterHz } = setup;
    const form: ClampForm = { protocol, sampleRateHz, mode, filterHz };
    return new ClampModel(
      kept(this.observers, JSON.stringify(form), () => new ClampObserver(this.kernel, form, this.helpers?.forForm(form) ?? null)),
      setup,
      others,
    );
  }

  private afterClamp(protocol: Protocol): BeatAfterClamp {
    return kept(this.afterClamps, JSON.stringify(protocol), () => new BeatAfterClamp(this.kernel, protocol));
  }
}

/** What a twin says of the recordings that it came from; nothing where its cell has one clamp recording and no other. */
function evidenceIn(request: TwinRequest): Pick<Twin, 'evidence'> {
  const { living, others = [], beside = { potential: null, paced: [], leftOut: [] } } = request;
  if (living) return { evidence: evidenceOf(request, living) };
  const besides = [...(beside.potential === null ? [] : [beside.potential]), ...beside.paced, ...beside.leftOut];
  if (others.length === 0 && besides.length === 0) return {};
  return { evidence: evidenceOf(request, { mode: 'clamp', ...beside, priorName: null }) };
}

/** Notes on every fitted clamp; those of further ones with their names. */
function notesOf({ recording, others = [] }: TwinRequest, model: ClampModel): string[] {
  const of = (one: VoltageClampRecording, bins: ObservationBins): string[] => {
    const access = model.setup.mode === 'rig' ? accessNote(statedAccess(one.conditions)) : null;
    return [...recordingNotes(one, bins), ...(access === null ? [] : [access])];
  };
  return [
    ...of(recording, model.bins),
    ...others.flatMap((other, k) => {
      const bins = model.binsOfOther(k);
      return bins === null ? [] : of(other.recording, bins).map((note) => `${other.recordingName}: ${note}`);
    }),
  ];
}

/** Reasons not to trust the twin, that of its beat first. @param beat as the cell was recorded */
function alarmsOf(request: TwinRequest, context: TwinContext, posterior: Posterior, fit: TwinFit, beat: TwinBeat): string[] {
  const { recording, living } = request;
  const card = context.predictor?.card ?? null;
  const undecided = living ? undecidedAlarm(posterior, doesBeat(beat)) : null;
  const unlikeTheCell = beatAlarm(recording.conditions.freeBeat, beat);
  return [
    ...(unlikeTheCell === null ? [] : [unlikeTheCell]),
    ...(undecided === null ? [] : [undecided]),
    ...twinAlarms(recording, posterior, fit, {
      method: living ? 'fit' : request.method,
      hasNetwork: context.predictor !== null,
      networkProblem: context.networkProblem,
      networkTemperatureC: card ? (card.temperatureC ?? DEFAULT_TEMPERATURES) : null,
      features: card?.shape.features ?? null,
      foreignNetwork: card !== null && !networkKnows(card, cellKindOf(recording)),
      simulations: context.simulations ?? null,
    }),
  ];
}

/** The value of a key, made at the first request. */
function kept<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

/** Five digits are far more precise than the uncertainty of a multiplier. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
