import type { Protocol } from '../protocol/protocol.ts';
import { createRandom } from '../random/random.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import { beatingCells, type BeatingCell } from './beating-cells.ts';
import { combineScores, scoreCell, type CellScore, type ProtocolScore } from './score-protocol.ts';
import { COARSE, SensitivityEngine, type HeldCell } from './sensitivity-engine.ts';
import type { ScoreSettings } from './score-settings.ts';

/** Request of an editor while a protocol is being changed. */
export interface LiveScoreRequest {
  readonly protocol: Protocol;
  readonly settings: ScoreSettings;
  readonly cells: number;
}

/** Seed of the population the cells are taken from; searches train on branches of other numbers. */
const SEED = 1;
/** Held cells that are kept: two dozen of them for some holding potentials and clamps. */
const KEPT_CELLS = 160;
/** Engines of the clamps used last. */
const KEPT_ENGINES = 4;

/**
 * Scores a protocol again and again while it is edited, always on the same beating cells, so that two scores differ by the
 * protocol alone. A cell is found and held once, then every protocol costs it some 50 ms (ideal clamp, 10 s) to 100 ms (behind
 * an electrode) of a core. It owns only its cells; the kernel may serve others between calls.
 */
export class LiveScorer {
  private readonly kernel: PopulationKernel;
  private readonly cells: BeatingCell[] = [];
  private readonly more: Generator<BeatingCell>;
  private readonly engines = new Map<string, SensitivityEngine>();
  private readonly held = new Map<string, HeldCell>();

  constructor(kernel: PopulationKernel) {
    this.kernel = kernel;
    this.more = beatingCells(kernel, createRandom(SEED));
  }

  /**
   * One better answer after each cell, so that a caller can show the first and stop when the protocol changes again. `cells` of
   * an answer is their number; unidentifiable combinations come with the last.
   * @throws Error for settings that cannot be used, or a protocol that gives no information
   */
  *scores({ protocol, settings, cells }: LiveScoreRequest): Generator<ProtocolScore> {
    const engine = this.engineFor(settings);
    const scores: CellScore[] = [];
    for (let index = 0; index < cells; index++) {
      scores.push(scoreCell(engine, protocol, this.heldCell(engine, index, protocol.holdingMv)));
      yield combineScores(scores, settings.priorSd, index === cells - 1);
    }
  }

  private heldCell(engine: SensitivityEngine, index: number, holdingMv: number): HeldCell {
    // Noise, rate, prior and blanking do not reach the cell.
    const { rsMohm, membranePf, nuisance } = engine.settings;
    return recent(this.held, KEPT_CELLS, `${index}@${holdingMv}/${rsMohm}/${membranePf}/${nuisance}`, () =>
      engine.hold(this.cell(index), holdingMv),
    );
  }

  private cell(index: number): Float64Array {
    while (this.cells.length <= index) this.cells.push(this.more.next().value as BeatingCell);
    return (this.cells[index] as BeatingCell).multipliers;
  }

  private engineFor(settings: ScoreSettings): SensitivityEngine {
    return recent(this.engines, KEPT_ENGINES, JSON.stringify(settings), () => new SensitivityEngine(this.kernel, settings, COARSE));
  }
}

/** The value of a key, made when it is not there; above the limit the one used longest ago is dropped. */
function recent<V>(map: Map<string, V>, most: number, key: string, make: () => V): V {
  const value = map.get(key) ?? make();
  map.delete(key);
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value as string);
  return value;
}
