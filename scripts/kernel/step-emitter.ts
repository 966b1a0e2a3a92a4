import type binaryen from 'binaryen';
import { DEPENDS, rank, type Expression } from '../../src/core/cell/expression.ts';
import type { StepGraph } from '../../src/core/cell/steps.ts';
import { preparedNodes, reachable } from '../../src/core/simulate/scalar-engine.ts';
import { Lanes } from './lanes.ts';

type Ref = binaryen.ExpressionRef;

/** Where the step reads its cell, keeps its state and caches, as locals that hold addresses. */
export interface StepAddresses {
  readonly cell: number;
  readonly state: number;
  readonly cache: number;
}

/** How the step obtains an input that is neither parameter nor state, as a v128. */
export type InputReader = (name: string) => Ref;

/**
 * Prints a step graph as WebAssembly for four cells. Terms that change only with the voltage or the step size are put in
 * blocks of their own, run when the grid says so, and cached in memory.
 */
export class StepEmitter {
  readonly prepared: readonly Expression[];
  readonly lanes: Lanes;
  /** Number of v128 the caller must reserve at the cache address. */
  cacheSlots = 0;
  private readonly b: typeof binaryen;
  private readonly m: binaryen.Module;
  private readonly step: StepGraph;
  private readonly outputs: readonly string[];
  private readonly addresses: StepAddresses;
  private readonly newLocal: (type: binaryen.Type) => number;
  private readonly read: InputReader;
  private readonly order: readonly Expression[];
  private readonly cacheSlot = new Map<Expression, number>();
  private readonly users = new Map<Expression, Expression[]>();

  constructor(
    b: typeof binaryen,
    m: binaryen.Module,
    step: StepGraph,
    outputs: readonly string[],
    addresses: StepAddresses,
    newLocal: (type: binaryen.Type) => number,
    read: InputReader,
    caching: boolean,
  ) {
    this.b = b;
    this.m = m;
    this.step = step;
    this.outputs = outputs;
    this.addresses = addresses;
    this.newLocal = newLocal;
    this.read = read;
    this.lanes = new Lanes(b, m, newLocal);
    this.order = reachable(this.roots());
    this.prepared = preparedNodes(this.order);
    for (const node of this.order) for (const arg of node.args) this.users.set(arg, [...(this.users.get(arg) ?? []), node]);
    for (const node of caching ? this.order : []) {
      for (const arg of node.args) {
        if (arg.op !== 'constant' && arg.op !== 'input' && (rank(arg) === 2 || rank(arg) === 3) && rank(node) > rank(arg)) {
          if (!this.cacheSlot.has(arg)) this.cacheSlot.set(arg, this.cacheSlot.size);
        }
      }
    }
    this.cacheSlots = this.cacheSlot.size;
  }

  /** Block for what depends on voltage (rank 2) or on voltage and step size (rank 3). */
  cacheBlock(level: 2 | 3): Ref {
    const body: Ref[] = [];
    const known = new Map<Expression, number>();
    for (const [node, slot] of this.cacheSlot) {
      if (rank(node) === level) body.push(this.store(this.addresses.cache, slot, this.value(node, level, known, body)));
    }
    return this.m.block(null, body);
  }

  /**
   * Block for what depends on the state: stores each new state as soon as nothing needs the old one, and hands each output to
   * `emit`.
   */
  mainBlock(emit: (output: string, value: Ref) => Ref): Ref {
    const body: Ref[] = [];
    const known = new Map<Expression, number>();
    const open = new Map(Object.entries(this.step.next));
    const storeReady = (): void => {
      for (const [name, node] of open) {
        if (!known.has(node) && node.op !== 'constant') continue;
        const old = this.order.find((input) => input.name === `state.${name}`);
        if (old && (this.users.get(old) ?? []).some((user) => !known.has(user))) continue;
        body.push(this.store(this.addresses.state, this.step.model.placeOf(name), this.value(node, 4, known, body)));
        open.delete(name);
      }
    };
    const used = new Set(this.order);
    for (const node of this.step.order) {
      if (!used.has(node)) continue;
      this.value(node, 4, known, body);
      storeReady();
    }
    for (const output of this.outputs) {
      const node = this.step.outputs[output];
      if (node) body.push(emit(output, this.value(node, 4, known, body)));
    }
    for (const node of Object.values(this.step.next)) {
      this.value(node, 4, known, body);
      storeReady();
    }
    storeReady();
    if (open.size > 0) throw new Error(`The new values of ${[...open.keys()].join(', ')} found no place to be stored.`);
    return this.m.block(null, body);
  }

  private roots(): Expression[] {
    const outputs = this.outputs.map((name) => {
      const node = this.step.outputs[name];
      if (!node) throw new Error(`The step offers no output "${name}".`);
      return node;
    });
    return [...outputs, ...Object.values(this.step.next)];
  }

  private value(node: Expression, level: number, known: Map<Expression, number>, body: Ref[]): Ref {
    if (node.op === 'constant') return this.lanes.constant(node.value);
    const local = known.get(node);
    if (local !== undefined) return this.m.local.get(local, this.b.v128);
    const slot = this.cacheSlot.get(node);
    let made: Ref;
    if (node.depends === DEPENDS.parameter) made = this.load(this.addresses.cell, this.prepared.indexOf(node));
    else if (slot !== undefined && rank(node) < level) made = this.load(this.addresses.cache, slot);
    else if (node.op === 'input') made = this.input(node.name);
    else
      made = this.operate(
        node,
        node.args.map((arg) => this.value(arg, level, known, body)),
        body,
      );
    const kept = this.newLocal(this.b.v128);
    known.set(node, kept);
    body.push(this.m.local.set(kept, made));
    return this.m.local.get(kept, this.b.v128);
  }

  private operate(node: Expression, args: Ref[], body: Ref[]): Ref {
    const { f32x4, v128 } = this.m;
    const [a = 0, b = 0, c = 0] = args;
    switch (node.op) {
      case 'add':
        return f32x4.add(a, b);
      case 'subtract':
        return f32x4.sub(a, b);
      case 'multiply':
        return f32x4.mul(a, b);
      case 'divide':
        return f32x4.div(a, b);
      case 'exp':
        return this.lanes.exp(body, a);
      case 'log':
        return this.lanes.log(body, a);
      case 'sqrt':
        return f32x4.sqrt(a);
      case 'floor':
        return f32x4.floor(a);
      case 'less':
        return f32x4.lt(a, b);
      case 'and':
        return v128.and(a, b);
      case 'select':
        return v128.bitselect(b, c, a);
      case 'constant':
      case 'input':
        throw new Error(`Node ${node.name} has no operands.`);
    }
  }

  private input(name: string): Ref {
    if (!name.startsWith('state.')) return this.read(name);
    const index = this.step.model.placeOf(name.slice('state.'.length));
    return this.load(this.addresses.state, index);
  }

  private load(address: number, slot: number): Ref {
    if (slot < 0) throw new Error('A term that the kernel needs has no place in memory.');
    return this.m.v128.load(slot * 16, 16, this.m.local.get(address, this.b.i32));
  }

  private store(address: number, slot: number, value: Ref): Ref {
    return this.m.v128.store(slot * 16, 16, this.m.local.get(address, this.b.i32), value);
  }
}
