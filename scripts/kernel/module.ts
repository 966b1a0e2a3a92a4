import binaryen from 'binaryen';
import type { CellModel } from '../../src/core/cell/cell-model.ts';
import { CLAMP_INPUTS, freeStep, heldStates, idealClampStep, membraneStep, pacedStep, type StepGraph } from '../../src/core/cell/steps.ts';
import {
  CLAMP_WORDS,
  CLAMP_WORD_COUNT,
  EDGE_MS,
  GRID_BYTES,
  HELD_WORD,
  LANES,
  STRETCH_ENDS,
  STRETCH_FLOATS,
  layoutSignature,
  observedOutputs,
} from '../../src/core/simulate/kernel-layout.ts';
import { StepEmitter } from './step-emitter.ts';

type Ref = binaryen.ExpressionRef;

const PARAMS = { cell: 0, state: 1, cache: 2, clamp: 3, grid: 4, out: 5, steps: 6 } as const;
const PARAM_COUNT = 7;

interface LoopParts {
  readonly emitter: StepEmitter;
  readonly body: Ref[];
  /** Bytes by which the result pointer moves a step. */
  readonly outBytes: number;
}

class FunctionBuilder {
  readonly m: binaryen.Module;
  private readonly types: binaryen.Type[] = [];

  constructor(m: binaryen.Module) {
    this.m = m;
  }

  readonly newLocal = (type: binaryen.Type): number => PARAM_COUNT + this.types.push(type) - 1;

  address(local: number): Ref {
    return this.m.local.get(local, binaryen.i32);
  }

  clampWord(word: number): Ref {
    return this.m.v128.load(word * 16, 16, this.address(PARAMS.clamp));
  }

  storeClampWord(word: number, value: Ref): Ref {
    return this.m.v128.store(word * 16, 16, this.address(PARAMS.clamp), value);
  }

  gridSplat(offset: number): Ref {
    return this.m.v128.load32_splat(offset, 4, this.address(PARAMS.grid));
  }

  storeOut(offset: number, value: Ref): Ref {
    return this.m.v128.store(offset, 16, this.address(PARAMS.out), value);
  }

  bump(local: number, bytes: number): Ref {
    return this.m.local.set(local, this.m.i32.add(this.address(local), this.m.i32.const(bytes)));
  }

  finish(name: string, parts: LoopParts, gridBytes: number): void {
    const { m } = this;
    const loop = m.loop(
      'steps',
      m.block(null, [
        ...parts.body,
        this.bump(PARAMS.out, parts.outBytes),
        ...(gridBytes > 0 ? [this.bump(PARAMS.grid, gridBytes)] : []),
        this.bump(PARAMS.steps, -1),
        m.br('steps', m.i32.gt_s(this.address(PARAMS.steps), m.i32.const(0))),
      ]),
    );
    const params = binaryen.createType(Array.from({ length: PARAM_COUNT }, () => binaryen.i32));
    m.addFunction(name, params, binaryen.none, this.types, m.block(null, [...parts.emitter.lanes.prologue, loop]));
    m.addFunctionExport(name, name);
  }
}

function emitterFor(
  f: FunctionBuilder,
  step: StepGraph,
  outputs: readonly string[],
  caching: boolean,
  read: (name: string) => Ref,
): StepEmitter {
  return new StepEmitter(binaryen, f.m, step, outputs, PARAMS, f.newLocal, read, caching);
}

/** ideal(cell, state, cache, clamp, grid, out, steps): total current (v128) a step. */
function addIdeal(m: binaryen.Module, model: CellModel): number {
  const f = new FunctionBuilder(m);
  const emitter = emitterFor(f, idealClampStep(model), ['total'], true, (name) => f.gridSplat(name === 'voltage.v' ? 0 : 4));
  const changed = (bit: number): Ref => m.i32.and(m.i32.load(8, 4, f.address(PARAMS.grid)), m.i32.const(bit));
  const body = [
    m.if(changed(1), emitter.cacheBlock(2)),
    m.if(changed(2), emitter.cacheBlock(3)),
    emitter.mainBlock((_, value) => f.storeOut(0, value)),
  ];
  f.finish('ideal', { emitter, body, outBytes: 16 }, GRID_BYTES);
  return emitter.cacheSlots;
}

function clampWordOf(name: string): number {
  const word = CLAMP_INPUTS.find((input) => name === `clamp.${input}`);
  if (!word) throw new Error(`The membrane step asks for an unknown input "${name}".`);
  return CLAMP_WORDS[word];
}

/** electrode(...): pipette current through the series resistance (v128) a step; coupling per cell. */
function addElectrode(m: binaryen.Module, model: CellModel): void {
  const f = new FunctionBuilder(m);
  const emitter = emitterFor(f, membraneStep(model), ['electrode'], false, (name) => {
    if (name === 'clamp.command') return f.gridSplat(0);
    if (name === 'timestep.dt') return f.gridSplat(4);
    return f.clampWord(clampWordOf(name));
  });
  const body = [emitter.mainBlock((_, value) => f.storeOut(0, value))];
  f.finish('electrode', { emitter, body, outBytes: 16 }, GRID_BYTES);
}

/** Factor from one step of a cell with adaptive steps to the next at most. */
const ADAPTIVE_STEP_GROWTH = 1.1;

/**
 * follow(...): membranes behind electrodes, each with its own steps and its own place in the table of stretches at `grid`. The next
 * step follows from the error of the predicted potential at the midpoint (tolerance), and from the distance of the membrane from the
 * command (reach / distance): near the threshold of firing nothing moves fast, and yet long steps shift the moment of the spike. Writes
 * the record at the midpoint and the dt taken (two v128) a step.
 */
function addAdaptive(m: binaryen.Module, model: CellModel): void {
  const f = new FunctionBuilder(m);
  const { f32x4, i32x4, v128 } = m;
  const local = (): { set: (value: Ref) => Ref; get: () => Ref } => {
    const index = f.newLocal(binaryen.v128);
    return { set: (value) => m.local.set(index, value), get: () => m.local.get(index, binaryen.v128) };
  };
  const word = (name: keyof typeof CLAMP_WORDS): Ref => f.clampWord(CLAMP_WORDS[name]);
  const store = (name: keyof typeof CLAMP_WORDS, value: Ref): Ref => f.storeClampWord(CLAMP_WORDS[name], value);
  const times = (value: Ref, factor: number): Ref => f32x4.mul(value, emitter.lanes.constant(factor));
  const command = (): Ref => f32x4.sub(word('endMv'), f32x4.mul(word('slope'), f32x4.sub(word('left'), times(word('dt'), 0.5))));
  const emitter: StepEmitter = emitterFor(f, membraneStep(model), ['electrode', 'vMid', 'vPredicted'], false, (name) => {
    if (name === 'clamp.command') return command();
    return name === 'timestep.dt' ? word('dt') : f.clampWord(clampWordOf(name));
  });
  const made = { electrode: local(), vMid: local(), vPredicted: local() };
  const [want, left, rounded, rest, ended] = [local(), local(), local(), local(), local()] as const;
  const distance = (a: Ref, b: Ref): Ref => f32x4.pmax(f32x4.abs(f32x4.sub(a, b)), emitter.lanes.constant(1e-9));
  /** A float of each lane's stretch; the stretches of lanes may differ. */
  const gathered = (float: number): Ref =>
    Array.from({ length: LANES }, (_, lane) => lane).reduce((vector, lane) => {
      const address = m.i32.add(f.address(PARAMS.grid), i32x4.extract_lane(word('stretch'), lane));
      return f32x4.replace_lane(vector, lane, m.f32.load(4 * float, 4, address));
    }, emitter.lanes.constant(0));
  const longest = (): Ref => word('dtMax');
  const nextStretch = m.block(null, [
    store('stretch', i32x4.add(word('stretch'), v128.and(ended.get(), i32x4.splat(m.i32.const(4 * STRETCH_FLOATS))))),
    store('endMv', gathered(0)),
    store('slope', gathered(1)),
    left.set(v128.bitselect(gathered(2), left.get(), ended.get())),
    rounded.set(v128.andnot(rounded.get(), ended.get())),
    store('dtMax', gathered(3)),
    want.set(v128.bitselect(f32x4.pmin(f32x4.pmin(want.get(), longest()), gathered(4)), want.get(), ended.get())),
  ]);
  const body = [
    emitter.mainBlock((output, value) => made[output as keyof typeof made].set(value)),
    f.storeOut(0, made.electrode.get()),
    f.storeOut(16, word('dt')),
    want.set(f32x4.mul(word('dt'), f32x4.sqrt(f32x4.div(word('tolerance'), distance(made.vMid.get(), made.vPredicted.get()))))),
    want.set(f32x4.pmin(want.get(), f32x4.div(word('reach'), distance(made.vMid.get(), command())))),
    want.set(f32x4.pmin(want.get(), times(word('dt'), ADAPTIVE_STEP_GROWTH))),
    want.set(f32x4.pmin(longest(), f32x4.pmax(want.get(), word('dtMin')))),
    left.set(f32x4.sub(word('left'), word('dt'))),
    rounded.set(f32x4.add(word('leftRounded'), f32x4.sub(f32x4.sub(word('left'), left.get()), word('dt')))),
    ended.set(f32x4.lt(f32x4.add(left.get(), rounded.get()), times(word('dtMin'), STRETCH_ENDS))),
    m.if(v128.any_true(ended.get()), nextStretch),
    store('left', left.get()),
    store('leftRounded', rounded.get()),
    // The end of a stretch is reached exactly, without a very short step before it.
    rest.set(f32x4.add(left.get(), rounded.get())),
    store('dt', v128.bitselect(times(rest.get(), 0.5), want.get(), f32x4.lt(rest.get(), times(want.get(), 2)))),
    store('dt', v128.bitselect(rest.get(), word('dt'), f32x4.lt(rest.get(), times(want.get(), 1.5)))),
  ];
  f.finish('adaptive', { emitter, body, outBytes: 32 }, 0);
}

/**
 * After a step of a paced cell: the time since the stimulus began grows by dt or begins again, the stimulus is on for its
 * duration, and the next step ends on the next edge at the latest and is short after one.
 */
function pace(f: FunctionBuilder, wanted: Ref, constant: (value: number) => Ref): Ref[] {
  const { f32x4, v128 } = f.m;
  const local = (): { set: (value: Ref) => Ref; get: () => Ref } => {
    const index = f.newLocal(binaryen.v128);
    return { set: (value) => f.m.local.set(index, value), get: () => f.m.local.get(index, binaryen.v128) };
  };
  const [gone, phase, on, edge, next] = [local(), local(), local(), local(), local()] as const;
  const before = (a: Ref, b: Ref): Ref => f32x4.lt(f32x4.add(a, constant(EDGE_MS)), b);
  const word = (name: keyof typeof CLAMP_WORDS): Ref => f.clampWord(CLAMP_WORDS[name]);
  return [
    next.set(wanted),
    gone.set(f32x4.add(word('phase'), word('dt'))),
    phase.set(v128.and(gone.get(), before(gone.get(), word('period')))),
    on.set(before(phase.get(), word('duration'))),
    edge.set(v128.bitselect(word('duration'), word('period'), on.get())),
    next.set(f32x4.pmin(next.get(), f32x4.sub(edge.get(), phase.get()))),
    // Phase 0 is the onset: the slope so far does not include it.
    next.set(v128.bitselect(f32x4.pmin(next.get(), word('dtMin')), next.get(), f32x4.lt(phase.get(), constant(EDGE_MS)))),
    f.storeClampWord(CLAMP_WORDS.phase, phase.get()),
    f.storeClampWord(CLAMP_WORDS.stimulus, v128.and(word('amplitude'), on.get())),
    f.storeClampWord(CLAMP_WORDS.dt, next.get()),
  ];
}

const UNCLAMPED = { free: freeStep, paced: pacedStep } as const;

/** dt = dvMax / |dV/dt| within dtMin ... dtMax. */
function bySpeed(f: FunctionBuilder, dvdt: Ref, constant: (value: number) => Ref): Ref {
  const { f32x4 } = f.m;
  const wanted = f32x4.div(f.clampWord(CLAMP_WORDS.dvMax), f32x4.pmax(f32x4.abs(dvdt), constant(1e-6)));
  return f32x4.pmax(f.clampWord(CLAMP_WORDS.dtMin), f32x4.pmin(f.clampWord(CLAMP_WORDS.dtMax), wanted));
}

/**
 * free(...): no clamp, each cell with its own step size by the speed of its potential. Writes the membrane potential at the end of the step
 * and the dt taken (two v128) a step. paced(...): the same with a stimulus and a dynamic clamp.
 */
function addFree(m: binaryen.Module, model: CellModel, name: keyof typeof UNCLAMPED): void {
  const f = new FunctionBuilder(m);
  const emitter = emitterFor(f, UNCLAMPED[name](model), ['dvdt'], false, (input) => {
    return f.clampWord(input === 'timestep.dt' ? CLAMP_WORDS.dt : clampWordOf(input));
  });
  const rate = f.newLocal(binaryen.v128);
  const constant = (value: number): Ref => emitter.lanes.constant(value);
  const nextDt = bySpeed(f, m.local.get(rate, binaryen.v128), constant);
  const body = [
    f.storeOut(16, f.clampWord(CLAMP_WORDS.dt)),
    emitter.mainBlock((_, value) => m.local.set(rate, value)),
    f.storeOut(0, m.v128.load(0, 16, f.address(PARAMS.state))),
    ...(name === 'free' ? [f.storeClampWord(CLAMP_WORDS.dt, nextDt)] : pace(f, nextDt, constant)),
  ];
  f.finish(name, { emitter, body, outBytes: 32 }, 0);
}

/** What the step after a long one follows from. */
const CONTROL = ['dvdt', 'vMid', 'vPredicted'] as const;
type Control = (typeof CONTROL)[number];

/**
 * freeLong(...) and pacedLong(...): the same for steps that may be long. What the next step is predicted from is extrapolated from the
 * last two midpoints, or a step of some ms lags behind. The error of the predicted potential at the midpoint holds a step short
 * (tolerance), and it is at most `growth` times the last one. Without tolerance, growth and lookAhead they take the steps of free and
 * paced, to the last bit. observed(...): pacedLong, and writes also what observedOutputs names.
 */
function addLong(m: binaryen.Module, model: CellModel, name: 'freeLong' | 'pacedLong' | 'observed'): void {
  const f = new FunctionBuilder(m);
  const { f32x4 } = m;
  const paced = name !== 'freeLong';
  const written = name === 'observed' ? observedOutputs(model) : [];
  const emitter = emitterFor(f, UNCLAMPED[paced ? 'paced' : 'free'](model), [...written, ...CONTROL], false, (input) => {
    return f.clampWord(input === 'timestep.dt' ? CLAMP_WORDS.dt : clampWordOf(input));
  });
  const word = (of: keyof typeof CLAMP_WORDS): Ref => f.clampWord(CLAMP_WORDS[of]);
  const constant = (value: number): Ref => emitter.lanes.constant(value);
  const local = (): { set: (value: Ref) => Ref; get: () => Ref } => {
    const index = f.newLocal(binaryen.v128);
    return { set: (value) => m.local.set(index, value), get: () => m.local.get(index, binaryen.v128) };
  };
  const made = { dvdt: local(), vMid: local(), vPredicted: local() } as const satisfies Record<Control, unknown>;
  const missed = f32x4.pmax(f32x4.abs(f32x4.sub(made.vMid.get(), made.vPredicted.get())), constant(1e-9));
  const growth = f32x4.pmin(word('growth'), f32x4.sqrt(f32x4.div(word('tolerance'), missed)));
  const even = f32x4.pmax(word('dtMin'), f32x4.mul(word('dt'), growth));
  const nextDt = f32x4.pmin(bySpeed(f, made.dvdt.get(), constant), even);
  const [last, ahead, held] = [local(), local(), local()] as const;
  // Over the first half of a step rates count as at its quarter, which lies half of the last step and a quarter of the next one behind the
  // last midpoint.
  const quarter = f32x4.add(f32x4.mul(last.get(), constant(0.5)), f32x4.mul(word('dt'), constant(0.25)));
  const apart = f32x4.mul(f32x4.add(last.get(), word('dtBefore')), constant(0.5));
  const body = [
    f.storeOut(16, word('dt')),
    emitter.mainBlock((output, value) =>
      output in made ? made[output as Control].set(value) : f.storeOut(32 + 16 * written.indexOf(output), value),
    ),
    f.storeOut(0, m.v128.load(0, 16, f.address(PARAMS.state))),
    last.set(word('dt')),
    ...(paced ? pace(f, nextDt, constant) : [f.storeClampWord(CLAMP_WORDS.dt, nextDt)]),
    ahead.set(f32x4.mul(word('lookAhead'), f32x4.div(quarter, apart))),
    f.storeClampWord(CLAMP_WORDS.dtBefore, last.get()),
    ...heldStates(model).flatMap((state, i) => {
      const at = 16 * model.placeOf(state);
      const change = f32x4.sub(held.get(), f.clampWord(HELD_WORD + i));
      return [
        held.set(m.v128.load(at, 16, f.address(PARAMS.state))),
        m.v128.store(at, 16, f.address(PARAMS.state), f32x4.add(held.get(), f32x4.mul(change, ahead.get()))),
        f.storeClampWord(HELD_WORD + i, held.get()),
      ];
    }),
  ];
  f.finish(name, { emitter, body, outBytes: 32 + 16 * written.length }, 0);
}

/** The population kernel of a cell as a WebAssembly binary, from its graphs. */
export function buildKernel(model: CellModel): Uint8Array {
  if (HELD_WORD + heldStates(model).length > CLAMP_WORD_COUNT)
    throw new Error(`${model.id} has more stiff states than the kernel has room for.`);
  const m = new binaryen.Module();
  m.setFeatures(binaryen.Features.SIMD128 | binaryen.Features.MutableGlobals | binaryen.Features.NontrappingFPToInt);
  m.setMemory(1, 16384, 'memory', []);
  const cacheSlots = addIdeal(m, model);
  addElectrode(m, model);
  addAdaptive(m, model);
  addFree(m, model, 'free');
  addFree(m, model, 'paced');
  addLong(m, model, 'freeLong');
  addLong(m, model, 'pacedLong');
  addLong(m, model, 'observed');
  for (const [name, value] of [
    ['layout', layoutSignature(model)],
    ['cacheSlots', cacheSlots],
  ] as const) {
    m.addGlobal(name, binaryen.i32, false, m.i32.const(value));
    m.addGlobalExport(name, name);
  }
  if (!m.validate()) throw new Error('The emitted population kernel is not valid WebAssembly.');
  binaryen.setOptimizeLevel(2);
  m.optimize();
  const binary = m.emitBinary();
  m.dispose();
  return binary;
}
