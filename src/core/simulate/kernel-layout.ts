import type { CellModel } from '../cell/cell-model.ts';
import { freeStep, idealClampStep, membraneStep, pacedStep, type ClampInput } from '../cell/steps.ts';
import { compileScalar, type ScalarEngine } from './scalar-engine.ts';

/**
 * Memory layout shared by kernel and host. The kernel's memory holds, per group of four cells, v128 words: the prepared terms, the
 * states (in the model's order) and a cache; grids of steps and results follow. See scripts/kernel.
 */
export const LANES = 4;
export const WORD_BYTES = 16;

/**
 * Words of the clamp block of a group: CLAMP_INPUTS, then step limits of free running, the next step, the stimulus of paced
 * cells with the time since it began, and of cells with adaptive steps where they are in the table of stretches: its place (bytes from the
 * start, i32), its values, the time left in it (a float and its rounding error), and the limits of the step.
 * Long steps have a tolerance too, the factor from one to the next at most (growth), whether what they are predicted from is extrapolated
 * (lookAhead, 1 or 0), the step before, and behind the others, from HELD_WORD on, what that held (heldStates).
 */
export const CLAMP_WORDS = {
  command: 0,
  coupling: 1,
  stimulus: 2,
  predictionGain: 3,
  estimateRate: 4,
  cancel: 5,
  offset: 6,
  dtMin: 7,
  dtMax: 8,
  dvMax: 9,
  dt: 10,
  period: 11,
  duration: 12,
  amplitude: 13,
  phase: 14,
  stretch: 15,
  endMv: 16,
  slope: 17,
  left: 18,
  leftRounded: 19,
  tolerance: 20,
  reach: 21,
  growth: 22,
  lookAhead: 23,
  dtBefore: 24,
} as const satisfies Record<ClampInput, number> & Readonly<Record<string, number>>;
export const HELD_WORD = 25;
export const CLAMP_WORD_COUNT = 31;

/** Whether a lane takes a word of the clamp block along to another mode: its next step, and what that is predicted from. */
export function isOfStep(word: number): boolean {
  return word === CLAMP_WORDS.dt || word === CLAMP_WORDS.dtBefore || word >= HELD_WORD;
}

/** Times nearer than this to an edge of the stimulus count as on it, ms: the precision of a phase in float32. */
export const EDGE_MS = 1e-3;

/** Bytes of one step of a grid: f32 voltage, f32 dt, i32 flags (1: voltage changed, 2: voltage or dt changed). */
export const GRID_BYTES = 12;

/**
 * Floats of one stretch of a protocol with adaptive steps: command at its end (mV), slope (mV/ms), duration, longest and first step (ms).
 */
export const STRETCH_FLOATS = 5;

/** A stretch has ended when less than this share of the shortest step is left of it. */
export const STRETCH_ENDS = 0.25;

export interface KernelMode {
  readonly outputs: readonly string[];
  readonly engine: ScalarEngine;
}

/** What `observed` writes of each step behind potential and dt: every current (A/F) and calcium of the cytosol (mM), at the midpoint. */
export function observedOutputs(model: CellModel): readonly string[] {
  return [...model.currents, 'cai'];
}

/** The modes of the kernel with the scalar engine of the same graph, whose `prepare` fills the kernel's cells. */
export function kernelModes(model: CellModel): { ideal: KernelMode; membrane: KernelMode; free: KernelMode; paced: KernelMode } {
  const mode = (engine: ScalarEngine): KernelMode => ({ outputs: engine.outputs, engine });
  return {
    ideal: mode(compileScalar(idealClampStep(model), ['total'])),
    membrane: mode(compileScalar(membraneStep(model), ['electrode'])),
    free: mode(compileScalar(freeStep(model), ['dvdt'])),
    paced: mode(compileScalar(pacedStep(model), ['dvdt'])),
  };
}

/** Number that changes with the cell's equations and with the layout: FNV-1a over the printed graphs. */
export function layoutSignature(model: CellModel): number {
  let hash = 0x811c9dc5;
  const feed = (text: string): void => {
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  };
  for (const step of [idealClampStep(model), membraneStep(model), freeStep(model), pacedStep(model)]) {
    for (const node of step.graph.nodes) feed(`${node.op},${node.name},${node.value},${node.args.map((a) => a.id).join('.')};`);
    feed(
      Object.entries(step.next)
        .map(([name, node]) => `${name}=${node.id}`)
        .join(';'),
    );
  }
  feed(
    [
      model.states.join(),
      observedOutputs(model).join(),
      model.adjustable.map((a) => a.id).join(),
      GRID_BYTES,
      CLAMP_WORD_COUNT,
      STRETCH_FLOATS,
    ].join('|'),
  );
  return hash | 0;
}
