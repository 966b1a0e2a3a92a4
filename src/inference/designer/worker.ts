import { readFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { serveThread } from '../../node/work/index.ts';
import { COARSE, FINE, SensitivityEngine, type HeldCell } from '../../core/designer/sensitivity-engine.ts';
import { objective } from '../../core/designer/objective.ts';
import { segmentWorth } from '../../core/designer/segment-worth.ts';
import { NoInformationError } from '../../core/designer/information.ts';
import { scoreCell, type CellScore } from '../../core/designer/score-protocol.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import type { DesignAnswer, DesignQuestion, DesignWorkerStart } from './messages.ts';

/** Cells kept after their hold; a search returns to the same few. */
const KEPT_CELLS = 160;

/** Worker thread: scores protocols on cells, one question at a time. */
serveThread(async () => {
  const { kernelPath, settings, accuracy } = workerData as DesignWorkerStart;
  const kernel = await PopulationKernel.load(readFileSync(kernelPath));
  const engine = new SensitivityEngine(kernel, settings, accuracy === 'fine' ? FINE : COARSE);
  const held = new Map<string, HeldCell>();
  const heldCell = (key: string, multipliers: Float64Array, holdingMv: number): HeldCell => {
    const name = `${key}@${holdingMv}`;
    let cell = held.get(name);
    if (!cell) {
      if (held.size >= KEPT_CELLS) held.delete(held.keys().next().value as string);
      cell = engine.hold(multipliers, holdingMv, key);
      held.set(name, cell);
    }
    return cell;
  };
  return ({ protocol, cells, race, voltageErrorMv, worth }: DesignQuestion): DesignAnswer => {
    const answer: DesignAnswer = { scores: [], values: [], worth: [], givenUp: false };
    let ahead = 0;
    for (const [i, { key, multipliers }] of cells.entries()) {
      if (worth) {
        const worth = segmentWorth(engine, protocol, heldCell(key, multipliers, protocol.holdingMv));
        worth.forEach((value, s) => (answer.worth[s] = (answer.worth[s] ?? 0) + value / cells.length));
        continue;
      }
      let score: CellScore;
      try {
        score = scoreCell(engine, protocol, heldCell(key, multipliers, protocol.holdingMv));
      } catch (error) {
        if (!race || !(error instanceof NoInformationError)) throw error;
        answer.givenUp = true;
        break;
      }
      const value = objective(score, voltageErrorMv, engine.model);
      answer.values.push(value);
      if (!race) answer.scores.push(score);
      ahead += race ? value - (race.values[i] ?? 0) : 0;
      // A protocol that is clearly behind after a few cells is not simulated on the others.
      if (race && i + 1 >= race.atLeast && i + 1 < cells.length && ahead / (i + 1) < -race.margin / Math.sqrt(i + 1)) {
        answer.givenUp = true;
        break;
      }
    }
    return answer;
  };
});
