import type { CellModel } from '../../cell/cell-model.ts';
import { DEPENDS } from '../../cell/expression.ts';
import { idealClampStep } from '../../cell/steps.ts';
import { compileScalar, preparedNodes, reachable } from '../scalar-engine.ts';
import { expFunction } from './functions.ts';
import { isCondition, printExpression, ref } from './print-expression.ts';

/** Cells of a workgroup; one cell a thread. */
export const WORKGROUP_CELLS = 64;

/** 32-bit words of the uniform block, in order: what one dispatch does. */
export const DISPATCH_WORDS = ['cells', 'firstStep', 'steps', 'record'] as const;

export interface ClampShader {
  readonly code: string;
  /** Prepared terms of a cell, as the shader takes them. */
  readonly preparedCount: number;
  /** @param values of the model @returns terms of the parameters alone, computed in float64 */
  prepare(values: Float64Array): Float64Array;
}

/**
 * The ideal clamp in WGSL, printed from the cell's own graph: one cell a thread, float32, all cells of a dispatch through the
 * same grid of steps. Buffers are [term][cell], [state][cell] and [step][cell], so that neighbouring threads read neighbours.
 * Bindings of group 0: 0 dispatch (uniform, DISPATCH_WORDS), 1 grid (voltage mV, dt ms), 2 prepared terms, 3 states,
 * 4 total current at the midpoints of the steps, pA/pF, written where `record` is 1 from row 0 on.
 */
export function clampShader(model: CellModel): ClampShader {
  const step = idealClampStep(model);
  const total = step.outputs['total'];
  if (!total) throw new Error('The ideal clamp offers no total current.');
  const next = Object.entries(step.next);
  const order = reachable([...next.map(([, node]) => node), total]);
  const prepared = preparedNodes(order);
  const slots = new Map(prepared.map((node, index) => [node, index]));
  // States that the clamp neither reads nor changes (the membrane's) stay where they are.
  const used = model.states.map((name, index) => ({ name, index })).filter(({ name }) => name in step.next || order.some((node) => node.name === `state.${name}`));

  const input = (name: string): string => {
    if (name === 'voltage.v') return 'at.x';
    if (name === 'timestep.dt') return 'at.y';
    return stateVariable(name.slice('state.'.length), model);
  };
  const inStep = order.filter((node) => !slots.has(node) && (node.depends & ~DEPENDS.parameter || node.op === 'constant'));
  const lines = inStep.map((node) => `let ${ref(node)}${isCondition(node) ? '' : ': f32'} = ${printExpression(node, input)};`);
  const indented = (text: readonly string[], by: string): string => text.map((line) => by + line).join('\n');

  const code = `struct Dispatch { ${DISPATCH_WORDS.map((word) => `${word}: u32`).join(', ')} }
@group(0) @binding(0) var<uniform> dispatch: Dispatch;
@group(0) @binding(1) var<storage, read> grid: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read> terms: array<f32>;
@group(0) @binding(3) var<storage, read_write> states: array<f32>;
@group(0) @binding(4) var<storage, read_write> current: array<f32>;

${expFunction()}

@compute @workgroup_size(${WORKGROUP_CELLS})
fn clampCells(@builtin(global_invocation_id) id: vec3<u32>) {
  let cell = id.x;
  let cells = dispatch.cells;
  if (cell >= cells) { return; }
${indented(prepared.map((node, slot) => `let ${ref(node)} = terms[${slot}u * cells + cell];`), '  ')}
${indented(used.map(({ name, index }) => `var ${stateVariable(name, model)} = states[${index}u * cells + cell];`), '  ')}
  for (var i = 0u; i < dispatch.steps; i++) {
    let at = grid[dispatch.firstStep + i];
${indented(lines, '    ')}
    if (dispatch.record == 1u) { current[i * cells + cell] = ${ref(total)}; }
${indented(next.map(([name, node]) => `${stateVariable(name, model)} = ${ref(node)};`), '    ')}
  }
${indented(used.map(({ name, index }) => `states[${index}u * cells + cell] = ${stateVariable(name, model)};`), '  ')}
}
`;
  const { prepare } = compileScalar(step, ['total']);
  return { code, preparedCount: prepared.length, prepare };
}

function stateVariable(name: string, model: CellModel): string {
  if (!model.states.includes(name)) throw new Error(`The ideal clamp asks for "${name}", which is none of its ${model.states.length} states and ${model.adjustable.length} values.`);
  return `s_${name}`;
}
