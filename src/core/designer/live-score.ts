import { sampleMultipliers } from '../population/sample-cells.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { createRandom } from '../random/random.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import { combineScores, scoreCell, type CellScore, type ProtocolScore } from './score-protocol.ts';
import { protocolLimits, type ProtocolLimits } from './protocol-limits.ts';
import { COARSE, SensitivityEngine, type Accuracy, type HeldCell } from './sensitivity-engine.ts';
import type { ScoreSettings } from './score-settings.ts';

/** What an editor asks while a protocol is being changed. */
export interface LiveScoreRequest {
  readonly protocol: Protocol;
  readonly settings: ScoreSettings;
  readonly cells: number;
  readonly seed: number;
}

/** What it gets. `score.cells` tells how many cells it rests on: few at first. Dark combinations come with the last. */
export interface LiveScore {
  readonly score: ProtocolScore;
  readonly limits: ProtocolLimits;
}

/**
 * Scores a protocol again and again while it is edited: a cell is held once, then every protocol costs it about 10 ms (ideal
 * clamp, 10 s) to 30 ms (behind an electrode). Owns nothing but its cells; the kernel may serve others between calls.
 */
export class LiveScorer {
  private readonly kernel: PopulationKernel;
  private readonly accuracy: Accuracy;
  private engine: SensitivityEngine | null = null;
  private held = new Map<string, HeldCell>();
  private settingsKey = '';

  constructor(kernel: PopulationKernel, accuracy: Accuracy = COARSE) {
    this.kernel = kernel;
    this.accuracy = accuracy;
  }

  /** One better answer after each cell, so that a caller can show the first and stop when the protocol changes again. */
  *scores({ protocol, settings, cells, seed }: LiveScoreRequest): Generator<LiveScore> {
    const engine = this.engineFor(settings);
    const population = createRandom(seed);
    const limits = protocolLimits(protocol);
    const scores: CellScore[] = [];
    for (let index = 0; index < cells; index++) {
      const key = `${seed}/${index}@${protocol.holdingMv}`;
      let cell = this.held.get(key);
      if (!cell) {
        cell = engine.hold(sampleMultipliers(population, index), protocol.holdingMv);
        this.held.set(key, cell);
      }
      scores.push(scoreCell(engine, protocol, cell));
      yield { score: combineScores(scores, settings.priorSd, index === cells - 1), limits };
    }
  }

  private engineFor(settings: ScoreSettings): SensitivityEngine {
    const key = JSON.stringify(settings);
    if (!this.engine || key !== this.settingsKey) {
      this.engine = new SensitivityEngine(this.kernel, settings, this.accuracy);
      this.held = new Map();
      this.settingsKey = key;
    }
    return this.engine;
  }
}

/** The whole score of a protocol in one call. @throws Error without cells, or for settings that cannot be used */
export function liveScore(scorer: LiveScorer, request: LiveScoreRequest): LiveScore {
  let last: LiveScore | null = null;
  for (const score of scorer.scores(request)) last = score;
  if (!last) throw new Error(`Score of a protocol: expected at least one cell, got ${request.cells}.`);
  return last;
}
