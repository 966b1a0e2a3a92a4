import { combineScores, type CellScore, type ProtocolScore } from '../../core/designer/score-protocol.ts';
import type { ScoreSettings } from '../../core/designer/score-settings.ts';
import { sampleMultipliers } from '../../core/population/sample-cells.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import { createRandom } from '../../core/random/random.ts';
import type { DesignCell } from './messages.ts';
import { DesignPool } from './pool.ts';

/** Cells of a seed, other than those that a search trains on. */
export function populationCells(seed: number, count: number): DesignCell[] {
  const population = createRandom(seed);
  return Array.from({ length: count }, (_, index) => ({ key: `${seed}/${index}`, multipliers: sampleMultipliers(population, index) }));
}

export interface ScoreRequest {
  readonly settings: ScoreSettings;
  readonly cells: readonly DesignCell[];
  readonly workers: number;
  readonly kernelPath: string;
  readonly workerScript: string | URL;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Number of cells per message to a worker. */
const PORTION = 4;

/** Scores protocols on the same cells at full accuracy, in worker threads; results in the order of the protocols. */
export async function scoreProtocols(protocols: readonly Protocol[], request: ScoreRequest): Promise<ProtocolScore[]> {
  const { settings, cells } = request;
  const pool = new DesignPool(request.workerScript, { kernelPath: request.kernelPath, settings, accuracy: 'fine' }, request.workers);
  const total = protocols.length * cells.length;
  let done = 0;
  const score = async (protocol: Protocol): Promise<ProtocolScore> => {
    const portions = Array.from({ length: Math.ceil(cells.length / PORTION) }, (_, i) => cells.slice(i * PORTION, (i + 1) * PORTION));
    const answers = await Promise.all(
      portions.map(async (portion) => {
        const { scores } = await pool.ask({ protocol, cells: portion, race: null, voltageErrorMv: Infinity });
        done += portion.length;
        request.signal?.throwIfAborted();
        request.onProgress?.(done, total);
        return scores;
      }),
    );
    return combineScores(answers.flat() satisfies CellScore[], settings.priorSd);
  };
  try {
    return await Promise.all(protocols.map(score));
  } finally {
    await pool.close();
  }
}
