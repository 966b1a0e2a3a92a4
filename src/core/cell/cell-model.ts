import type { CellEquations } from './cell-equations.ts';
import { BATH_IONS, COMMON_PARAMETERS, type BathIon, type CommonParameterId, type Parameter } from './parameter.ts';

/** States that the integrator keeps for every cell: see steps.ts. */
export const INTEGRATOR_STATES = ['vBase', 'vSlope', 'vEstimate', 'addedBlock'] as const;
type IntegratorState = 'v' | (typeof INTEGRATOR_STATES)[number];

/** A concentration that leaves its initial value slowly: kept as the deviation from it, so that 32-bit floats hold its drift. */
export interface SlowConcentration {
  /** State that holds the deviation, mM. */
  readonly state: string;
  /** Name of the concentration itself in the equations. */
  readonly name: string;
  readonly initialMm: number;
}

/** Description of a cell model; see defineCell. */
export interface CellDescription<Id extends string, State extends string> {
  /** Name of the model in files. */
  readonly id: string;
  /** Name and paper as people read them. */
  readonly name: string;
  readonly citation: string;
  /** Parameters that differ between cells, in the fixed order of every parameter vector. */
  readonly varied: readonly Parameter<Id>[];
  /** Scales of currents: given by value, neither drawn nor inferred. */
  readonly scales: readonly Parameter<Id>[];
  /** Published values that nothing changes. */
  readonly fixed: readonly Parameter[];
  /** Every state of a cell, in the order of the engines. */
  readonly states: readonly (NoInfer<State> | `${NoInfer<State>}${'Base' | 'Loss'}` | IntegratorState)[];
  /** Published initial state, for all but the integrator's states: mV, mM, gate fractions; deviations begin at 0. */
  readonly initial: Readonly<Record<State | 'v', number>>;
  /** Concentrations that relax within a step, of each X the states X, XBase and XLoss; in the order that they are computed. */
  readonly stiff: readonly string[];
  readonly slow: readonly SlowConcentration[];
  /** States that depend on the cell's history before a recording; null where the model holds the concentration fixed. */
  readonly history: {
    readonly sodium: NoInfer<State> | null;
    readonly potassium: NoInfer<State> | null;
    readonly store: NoInfer<State> | null;
    /** Gate of the funny current, which takes seconds to follow the potential. */
    readonly funny: NoInfer<State> | null;
  };
  /** Potassium outside and inside, mM: the dynamic clamp's reversal potential. */
  readonly potassiumMm: { readonly outside: number; readonly inside: number };
  /** Sodium likewise. */
  readonly sodiumMm: { readonly outside: number; readonly inside: number };
  /** Calcium outside, mM. */
  readonly calciumOutsideMm: number;
  /** Change of a monovalent ion's concentration in the cytosol by a current, mM/ms per A/F. */
  readonly mmPerCharge: number;
  /** Names of the currents, in the order of tables. */
  readonly currents: readonly string[];
  /** Currents best computed early, see StepGraph.order. */
  readonly early: readonly string[];
  readonly equations: CellEquations;
}

/** A cell model with what follows from its description. */
export interface CellModel extends Omit<CellDescription<string, string>, 'initial' | 'states'> {
  readonly states: readonly string[];
  /** All parameters of a cell that an engine takes, in the order of its values: varied, scales, common, bath. */
  readonly adjustable: readonly Parameter[];
  /** Place of a parameter in a cell's values. */
  index(id: CommonParameterId): number;
  /** Place of a parameter that a file or a person named, or undefined where the model has none of that name. */
  find(id: string): number | undefined;
  /** Place of a state that every cell has. */
  stateIndex(name: IntegratorState): number;
  /** Place of a state that the model names. @throws Error for a state that it does not have */
  placeOf(state: string): number;
  /** Values of the published cell. */
  baseline(): Float64Array;
  /** Published initial state, in the order of `states`. */
  initialState(): Float64Array;
  /** The adjustable parameter that is a current's conductance, or null where nothing scales the current. */
  conductanceOf(current: string): Parameter | null;
}

/** A model with its own type of ids: the id of another model is a compile error. */
export interface NamedCell<Id extends string, State extends string> extends CellModel {
  index(id: Id | CommonParameterId): number;
  stateIndex(name: State | IntegratorState): number;
}

/**
 * A cell model of its description: the seam of cell models. Units: mV, ms, mM, A/F, nS/pF.
 * @throws Error for a description that contradicts itself: an id or a state twice, a state without its initial value
 * @example
 * export const MYMODEL2030 = defineCell({
 *   id: 'mymodel2030', name: 'My model 2030', citation: 'J Physiol 1:1', varied: VARIED, scales: SCALES, fixed: FIXED, ...
 *   equations: { voltageGates, coupledGates, currents, rates },
 * });
 * MYMODEL2030.index('ina.g_Na'); // its place in a cell's values; a misspelt id does not compile
 */
export function defineCell<const Id extends string, const State extends string>(
  description: CellDescription<Id, State>,
): NamedCell<Id, State> {
  const { id: model, varied, scales, states, initial, stiff } = description;
  const adjustable: readonly Parameter[] = [...varied, ...scales, ...COMMON_PARAMETERS, ...bathOf(description)];
  const places = placesOf(
    model,
    adjustable.map(({ id }) => id),
  );
  const statePlaces = placesOf(model, states);
  const start: Readonly<Record<string, number>> = {
    ...initial,
    ...Object.fromEntries(
      stiff.flatMap((name) => [
        [`${name}Base`, 0],
        [`${name}Loss`, 0],
      ]),
    ),
    vBase: 0,
    vSlope: 0,
    vEstimate: initial.v,
    addedBlock: 1,
  };
  for (const name of Object.keys(start)) placeIn(model, statePlaces, name);
  const first = states.map((name) => start[name] ?? missing(model, name));
  return {
    ...description,
    adjustable,
    index: (id) => placeIn(model, places, id),
    find: (id) => places.get(id),
    stateIndex: (name) => placeIn(model, statePlaces, name),
    placeOf: (state) => placeIn(model, statePlaces, state),
    baseline: () => Float64Array.from(adjustable, ({ value }) => value),
    initialState: () => Float64Array.from(first),
    conductanceOf: (current) => adjustable.find((parameter) => parameter.role === 'conductance' && parameter.current === current) ?? null,
  };
}

function bathOf(cell: Pick<CellDescription<string, string>, 'potassiumMm' | 'sodiumMm' | 'calciumOutsideMm'>): Parameter[] {
  const published: Readonly<Record<BathIon, number>> = {
    'bath.K': cell.potassiumMm.outside,
    'bath.Ca': cell.calciumOutsideMm,
    'bath.Na': cell.sodiumMm.outside,
  };
  return BATH_IONS.map((id) => ({ id, current: '', value: published[id], unit: 'mM', role: 'bath' }));
}

function placesOf(model: string, names: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map(names.map((name, place) => [name, place]));
  if (places.size !== names.length)
    throw new Error(`Cell model ${model}: expected every name once, got ${names.find((name, place) => places.get(name) !== place)} twice.`);
  return places;
}

function placeIn(model: string, places: ReadonlyMap<string, number>, name: string): number {
  return places.get(name) ?? missing(model, name);
}

function missing(model: string, name: string): never {
  throw new Error(`Cell model ${model} has no "${name}"; expected one of its parameters or states.`);
}
