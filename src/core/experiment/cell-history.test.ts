import { beforeAll, expect, test } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import { PopulationKernel } from '../simulate/kernel.ts';
import { LiveCell } from '../simulate/live-cell.ts';
import { ELECTRODE_GRID, KERNEL_HOLD_GRID } from '../simulate/step-grid.ts';
import { kernelBinary } from '../testing/files.testing.ts';
import { NO_ARTEFACTS } from './artefacts.ts';
import { historyStates, NO_HISTORY, type CellHistory } from './cell-history.ts';
import { ClampSimulator } from './clamp-simulator.ts';

const RS_CM_MS = 0.1;
const HOLD_MS = 2000;
const STEP_MS = 300;
const protocol: Protocol = {
  id: 'slow',
  name: 'slow',
  source: 'test',
  holdingMv: -80,
  segments: [
    { kind: 'step', durationMs: STEP_MS, voltageMv: -100 },
    { kind: 'step', durationMs: STEP_MS, voltageMv: 20 },
  ],
};

let kernel: PopulationKernel;
beforeAll(async () => {
  kernel = await PopulationKernel.load(kernelBinary());
});

/** Currents at the end of each step, pA/pF, by lane. */
function ends(histories: readonly CellHistory[]): number[][] {
  const simulator = new ClampSimulator(kernel, protocol, 'electrode', { grid: ELECTRODE_GRID, hold: KERNEL_HOLD_GRID, holdMs: HOLD_MS });
  const current = simulator.simulate(
    histories.map(() => DEFAULT_CELL.baseline()),
    histories.map(() => ({ ...NO_ARTEFACTS, rsCmMs: RS_CM_MS })),
    histories,
  );
  return simulator.grid.pieces.map(({ endStep }) => histories.map((_, lane) => current[(endStep - 1) * LANES + lane] ?? NaN));
}

/** The same for the cell in the dish of a simulated rig. */
function liveEnds(history: CellHistory): number[] {
  const cell = new LiveCell(
    DEFAULT_CELL.baseline(),
    historyStates(DEFAULT_CELL).map(([id, state]) => [state, history[id]]),
  );
  cell.clamp(-80, HOLD_MS, RS_CM_MS);
  return [cell.clamp(-100, STEP_MS, RS_CM_MS), cell.clamp(20, STEP_MS, RS_CM_MS)];
}

test.each<{ readonly of: string; readonly shifts: readonly CellHistory[] }>([
  {
    of: 'concentrations',
    shifts: [
      { ...NO_HISTORY, sodiumMm: 2 },
      { ...NO_HISTORY, potassiumMm: -3 },
      { ...NO_HISTORY, storeMm: 0.1 },
    ],
  },
  { of: 'the gate of If', shifts: [{ ...NO_HISTORY, funnyGate: 0.6 }] },
])('a cell with a history of $of carries the same current as that cell in the dish', ({ shifts }) => {
  const histories = [NO_HISTORY, ...shifts];
  const simulated = ends(histories);
  const live = histories.map(liveEnds);
  const change = (of: (lane: number, step: number) => number, lane: number): number[] => [0, 1].map((step) => of(lane, step) - of(0, step));
  for (let lane = 1; lane < histories.length; lane++) {
    const expected = change((l, s) => live[l]?.[s] ?? NaN, lane);
    const got = change((l, s) => simulated[s]?.[l] ?? NaN, lane);
    // Sodium and potassium change the current by some hundredths of pA/pF: more than the uncertainty of a bin of a thousand samples.
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.003);
    got.forEach((value, step) => {
      expect(Math.abs(value - (expected[step] ?? NaN))).toBeLessThan(0.001 + 0.05 * Math.abs(expected[step] ?? NaN));
    });
  }
});

test('a cell without a history is identical to the published one', () => {
  const [first] = ends([NO_HISTORY]);
  const simulator = new ClampSimulator(kernel, protocol, 'electrode', { grid: ELECTRODE_GRID, hold: KERNEL_HOLD_GRID, holdMs: HOLD_MS });
  const current = simulator.simulate([DEFAULT_CELL.baseline()], [{ ...NO_ARTEFACTS, rsCmMs: RS_CM_MS }]);
  expect(current[((simulator.grid.pieces[0]?.endStep ?? 0) - 1) * LANES]).toBe(first?.[0]);
});
