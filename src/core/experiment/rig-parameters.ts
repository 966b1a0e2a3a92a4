/**
 * Nuisance parameters of a recording, one row each: label and unit for people, the prior for a simulated rig and, where real amplifiers
 * and electrodes vary more, for a living cell, and the finite difference of a fit. Fit, designer, twin files and populations use this
 * table.
 * Sources of the figures: docs/adr/0014 (history), docs/science/README.md.
 */
export type RigPrior =
  | { readonly kind: 'log-normal'; readonly median: number; readonly sd: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly sd: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number };

/** How populations for networks draw it. */
export type RigDraw = RigPrior | { readonly kind: 'log-uniform'; readonly low: number; readonly high: number };

/** Origin: electrode and amplifier, the conversion of the density to the record, or the cell's history. */
export type RigParameterGroup = 'artefact' | 'record' | 'history';

export interface RigParameter<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  readonly unit: string;
  readonly group: RigParameterGroup;
  readonly simulated: RigPrior;
  /** Absent: as simulated. */
  readonly living?: RigPrior;
  /** In simulated populations and rows that train networks; absent: 0 and 1 as NO_ARTEFACTS has it, or none. */
  readonly drawn?: RigDraw;
  /** Finite difference of a fit, in the unit; of a log-normal parameter as a share of the median. */
  readonly step: number;
  /** Position among the rig parameters of a twin. */
  readonly row: number;
}

const logNormal = (median: number, sd: number): RigPrior => ({ kind: 'log-normal', median, sd });
const normal = (mean: number, sd: number): RigPrior => ({ kind: 'normal', mean, sd });

/** In the order of a fit's parameters. */
export const RIG_PARAMETERS = [
  {
    id: 'rsCmMs',
    label: 'Effective series resistance x capacitance',
    unit: 'ms',
    group: 'artefact',
    simulated: logNormal(0.2, 1),
    drawn: { kind: 'log-uniform', low: 0.03, high: 0.7 },
    step: 0.01,
    row: 0,
  },
  {
    id: 'leakNsPf',
    label: 'Seal leak',
    unit: 'nS/pF',
    group: 'artefact',
    simulated: logNormal(0.012, 1.3),
    drawn: { kind: 'log-uniform', low: 0.002, high: 0.08 },
    step: 0.01,
    row: 1,
  },
  {
    id: 'residualCapacitance',
    label: 'Capacitive transient left',
    unit: '1',
    group: 'artefact',
    simulated: normal(0.02, 0.05),
    living: normal(0, 0.15),
    drawn: { kind: 'uniform', low: -0.02, high: 0.06 },
    step: 0.005,
    row: 5,
  },
  {
    id: 'offsetPaPf',
    label: 'Current offset',
    unit: 'pA/pF',
    group: 'record',
    simulated: normal(0, 0.3),
    drawn: normal(0, 0.15),
    step: 0.01,
    row: 2,
  },
  {
    id: 'offsetMv',
    label: 'Voltage offset',
    unit: 'mV',
    group: 'artefact',
    simulated: normal(0, 0.5),
    living: normal(0, 5),
    drawn: normal(0, 0.5),
    step: 0.02,
    row: 3,
  },
  {
    id: 'estimateRatio',
    label: 'Amplifier time constant over the true one',
    unit: '1',
    group: 'artefact',
    simulated: logNormal(1, 0.08),
    living: logNormal(1, 0.2),
    drawn: logNormal(1, 0.03),
    step: 0.01,
    row: 4,
  },
  {
    id: 'capacitanceRatio',
    label: 'Membrane capacitance over the stated one',
    unit: '1',
    group: 'record',
    simulated: logNormal(1, 0.03),
    living: logNormal(1, 0.1),
    drawn: logNormal(1, 0.03),
    step: 0.01,
    row: 6,
  },
  {
    id: 'sodiumMm',
    label: 'Intracellular sodium before the hold, over the published',
    unit: 'mM',
    group: 'history',
    simulated: normal(0, 1),
    step: 0.05,
    row: 8,
  },
  {
    id: 'potassiumMm',
    label: 'Intracellular potassium before the hold, over the published',
    unit: 'mM',
    group: 'history',
    simulated: normal(0, 1),
    step: 0.05,
    row: 9,
  },
  {
    id: 'storeMm',
    label: 'Calcium in the store before the hold, over the published',
    unit: 'mM',
    group: 'history',
    simulated: normal(0, 0.05),
    step: 0.003,
    row: 10,
  },
  {
    id: 'funnyGate',
    label: 'Gate of If before the hold, over the published',
    unit: '1',
    group: 'history',
    simulated: normal(0, 0.3),
    step: 0.05,
    row: 11,
  },
  {
    id: 'prediction',
    label: 'Prediction by the amplifier',
    unit: '1',
    group: 'artefact',
    simulated: { kind: 'uniform', low: 0, high: 0.93 },
    step: 0.005,
    row: 7,
  },
] as const satisfies readonly RigParameter[];

export type RigParameterId = (typeof RIG_PARAMETERS)[number]['id'];

type IdOf<Group extends RigParameterGroup> = Extract<(typeof RIG_PARAMETERS)[number], { readonly group: Group }>['id'];

/** Ids of a group, in the table's order. */
export function rigParametersOf<Group extends RigParameterGroup>(group: Group): readonly IdOf<Group>[] {
  return RIG_PARAMETERS.filter((parameter) => parameter.group === group).map(({ id }) => id as IdOf<Group>);
}

export function rigParameter(id: RigParameterId): RigParameter<RigParameterId> {
  const found = RIG_PARAMETERS.find((parameter) => parameter.id === id);
  if (!found) throw new Error(`No rig parameter "${id}".`);
  return found;
}

/** SD before any recording, in the unit; of a log-normal parameter that of its logarithm. */
export function rigPriorSd(prior: RigPrior): number {
  return prior.kind === 'uniform' ? (prior.high - prior.low) / Math.sqrt(12) : prior.sd;
}

/** Name and unit for a sentence, or null for what is no rig parameter. */
export function rigLabel(id: string): string | null {
  const found = RIG_PARAMETERS.find((parameter) => parameter.id === id);
  if (!found) return null;
  return `${found.label.charAt(0).toLowerCase()}${found.label.slice(1)}${found.unit === '1' ? '' : ` (${found.unit})`}`;
}
