import type { CellModel } from '../../../core/cell/cell-model.ts';
import { KERNIK2019 } from '../../../core/cell/kernik2019/index.ts';
import { valuesFromMultipliers } from '../../../core/cell/cell-values.ts';
import { applyBlock } from '../../../core/drug/apply-block.ts';
import { createRandom } from '../../../core/random/random.ts';
import { LiveCell } from '../../../core/simulate/live-cell.ts';
import type { EmulatedCell } from './cell.ts';

/** Spread of the multipliers around the published cell: uniform within +-20 %. */
const MULTIPLIER_SPREAD = 0.2;
const CANDIDATES = 40;
/** A candidate runs freely for this long; it beats if its last part still crosses 0 mV upwards. */
const TRIAL_MS = 12_000;
const WATCHED_MS = 4000;
/**
 * Exchange of sodium and potassium with the pipette while a cell is held before a run, ms. Without it a cell gains 6 mM of potassium and 2
 * of sodium a recording, and its third rests. Far faster than diffusion through 15 MOhm (minutes; Pusch & Neher 1988): the hold stands for
 * an operator who waits between recordings. Within a run there is none, since its seconds are too short for the real one.
 */
const EXCHANGE_MS = 2000;

export interface HeartCellDraw {
  readonly cell: EmulatedCell;
  /** What was drawn: the truth that a twin of this cell should find. */
  readonly truth: {
    readonly multipliers: readonly number[];
    readonly seriesResistanceMohm: number;
    readonly membraneCapacitancePf: number;
    readonly sealLeakNs: number;
  };
}

/** A Kernik 2019 cell from a seed. @throws Error where no candidate of this seed beats. */
export function drawKernikCell(seed: number): HeartCellDraw {
  return drawHeartCell(seed, KERNIK2019);
}

/**
 * A cell of a model from a seed: multipliers U(0.8, 1.2) drawn until the cell beats with its seal leak (the operator
 * chose a beating cell), Rs and Cm in the range of published recordings.
 * @throws Error where no candidate of this seed beats.
 */
export function drawHeartCell(seed: number, model: CellModel): HeartCellDraw {
  const random = createRandom(seed);
  const seriesResistanceMohm = 10 + 12 * random.uniform();
  const membraneCapacitancePf = 40 + 35 * random.uniform();
  const sealLeakNs = 0.1 + 0.2 * random.uniform();
  for (let candidate = 0; candidate < CANDIDATES; candidate++) {
    const draw = random.fork(candidate);
    const multipliers = Array.from({ length: model.varied.length }, () => 1 + MULTIPLIER_SPREAD * (2 * draw.uniform() - 1));
    const values = valuesFromMultipliers(multipliers, model);
    values[model.index('leak.g')] = sealLeakNs / membraneCapacitancePf;
    const live = new LiveCell(values, [], model);
    if (!beats(live)) continue;
    live.holdIons();
    return {
      cell: behindPipette({ live, values, model }, seriesResistanceMohm, membraneCapacitancePf),
      truth: { multipliers, seriesResistanceMohm, membraneCapacitancePf, sealLeakNs },
    };
  }
  throw new Error(`Expected a beating cell among ${CANDIDATES} drawn from seed ${seed}, found none. Use another seed.`);
}

function beats(live: LiveCell): boolean {
  live.free(TRIAL_MS - WATCHED_MS);
  let upstrokes = 0;
  let before = live.membraneMv;
  for (let timeMs = 0; timeMs < WATCHED_MS; timeMs++) {
    const now = live.free(1);
    if (before < 0 && now >= 0) upstrokes++;
    before = now;
  }
  return upstrokes >= 2;
}

/**
 * Steps of 20 us left an error of 0.1 pA/pF on ramps of 20 mV/ms, and delayed what follows a jump by half a step: at 50 kHz a fit was
 * 0.7 to 0.8 SDs off for them alone (ADR 90).
 */
const LONGEST_STEP_US = 5;

interface Patched {
  readonly live: LiveCell;
  readonly values: Float64Array;
  readonly model: CellModel;
}

function behindPipette({ live, values, model }: Patched, seriesResistanceMohm: number, membraneCapacitancePf: number): EmulatedCell {
  let effectiveMohm = seriesResistanceMohm;
  return {
    seriesResistanceMohm,
    membraneCapacitancePf,
    longestStepUs: LONGEST_STEP_US,
    setEffectiveSeriesResistance(megaohm) {
      effectiveMohm = megaohm;
    },
    block(blocked) {
      live.become(applyBlock(values, blocked, model));
    },
    clamp(commandMv, dtMs) {
      // MOhm * pF = us
      const densityPaPf = live.clamp(commandMv, dtMs, effectiveMohm * membraneCapacitancePf * 1e-3);
      return { membraneMv: live.membraneMv, currentPa: densityPaPf * membraneCapacitancePf };
    },
    exchange(dtMs) {
      live.exchange(dtMs, EXCHANGE_MS);
    },
    free(dtMs, injectedPa = 0) {
      return { membraneMv: live.free(dtMs, injectedPa / membraneCapacitancePf) };
    },
  };
}
