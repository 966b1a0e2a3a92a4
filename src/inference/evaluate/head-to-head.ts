import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { conductances } from '../../core/designer/objective.ts';
import { createRandom } from '../../core/random/random.ts';
import type { Predictor } from '../network/index.ts';
import { settingOf } from '../twin/clamp-setup.ts';
import type { Posterior, TwinMaker } from '../twin/twin-maker.ts';
import { conditionMode, conditionRecording, type Condition } from './condition.ts';
import { CONTESTANTS, type Contestant, type ContestantAnswer } from './contestant.ts';
import { geneticAnswer } from './genetic-answer.ts';
import { ivAnswer, publishedCurrent } from './iv-answer.ts';
import type { ReferenceSet } from './reference-set.ts';
import { TwinErrors, type MethodFigures } from './twin-errors.ts';

export interface HeadToHeadRequest {
  readonly set: ReferenceSet;
  readonly condition: Condition;
  readonly cells: number;
  readonly seed: number;
  /**
   * Budget of simulations for every search, with estimates at its best point; null: refinements run until they converge, with ensembles,
   * and the genetic algorithm uses as many simulations as the refinement alone on the same cell.
   */
  readonly simulations: number | null;
  readonly predictor: Predictor | null;
  readonly networkProblem: string | null;
  readonly backend: string | null;
  readonly signal?: AbortSignal;
  /** Before each method on each cell. */
  readonly onProgress?: (method: Contestant, cell: number, cells: number) => void;
}

export interface HeadToHead {
  readonly cells: number;
  /** Null for a method that could not run, with the reason in `problem`. */
  readonly methods: readonly { readonly method: Contestant; readonly problem: string | null; readonly figures: MethodFigures | null }[];
  /** Number of cells on which I-V analysis could read each conductance. */
  readonly ivRead: Readonly<Record<string, number>>;
}

/** Five methods on the same recordings of reference cells, each with the same population and clamp. */
export async function headToHead(maker: TwinMaker, request: HeadToHeadRequest): Promise<HeadToHead> {
  const { set, condition, seed, signal, predictor } = request;
  const cells = Math.min(request.cells, set.cells);
  const mode = conditionMode(condition);
  const random = createRandom(seed);
  const published = publishedCurrent(set.protocol, set.sampleRateHz);
  const errors = new Map(CONTESTANTS.map((method) => [method, new TwinErrors()]));
  const ivRead = Object.fromEntries(conductances(DEFAULT_CELL).map((id) => [id, 0]));
  for (let cell = 0; cell < cells; cell++) {
    const recording = conditionRecording(set, cell, condition, random.fork(cell));
    const enter = async <T extends ContestantAnswer>(method: Contestant, make: () => T | Promise<T>): Promise<T> => {
      signal?.throwIfAborted();
      request.onProgress?.(method, cell, cells);
      const answer = await make();
      errors.get(method)?.add(set, cell, recording.currentPaPf, answer);
      return answer;
    };
    const infer = (method: 'network' | 'refined', network: Predictor | null) => (): Promise<ContestantAnswer> =>
      timed(() =>
        maker.infer(
          {
            recording,
            method,
            mode,
            seed,
            cellName: `cell ${cell}`,
            recordingName: `cell ${cell}`,
            recordingCrc32: 0,
            createdAt: '',
            program: 'head-to-head',
          },
          {
            predictor: network,
            networkProblem: request.networkProblem,
            backend: request.backend,
            networkAlone: true,
            ...(request.simulations === null ? {} : { simulations: request.simulations }),
            ...(signal ? { signal } : {}),
          },
        ),
      );

    if (predictor) await enter('network', infer('network', predictor));
    const { model, simulations } = await enter('refinement', infer('refined', null));
    if (predictor) await enter('both', infer('refined', predictor));
    const { blankMs } = settingOf(recording, mode);
    await enter('genetic', () =>
      geneticAnswer({ recording, model, blankMs, seed, simulations: request.simulations ?? simulations, ...(signal ? { signal } : {}) }),
    );
    const { analysis } = await enter('iv', () => ivAnswer(recording, model, published));
    for (const { parameter, multiplier } of analysis.readings) if (multiplier !== null) ivRead[parameter] = (ivRead[parameter] ?? 0) + 1;
  }
  return {
    cells,
    methods: CONTESTANTS.map((method) => {
      const needsNetwork = method === 'network' || method === 'both';
      if (needsNetwork && !predictor) return { method, problem: request.networkProblem ?? 'There is no network.', figures: null };
      return { method, problem: null, figures: errors.get(method)?.figures() ?? null };
    }),
    ivRead,
  };
}

async function timed(make: () => Promise<Posterior>): Promise<ContestantAnswer> {
  const began = performance.now();
  const { model, theta, marginals, simulations } = await make();
  return {
    model,
    theta,
    estimates: Float64Array.from(marginals, ({ mean }) => mean),
    seconds: (performance.now() - began) / 1000,
    simulations,
  };
}
