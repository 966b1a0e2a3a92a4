import { besselTaps } from '../amplifier/filter-taps.ts';
import type { CellModel } from '../cell/cell-model.ts';
import { valuesFromMultipliers } from '../cell/cell-values.ts';
import { cellModel, DEFAULT_CELL } from '../cell/models.ts';
import { featureBins } from '../observation/observation-bins.ts';
import { observationOperator } from '../observation/observation-operator.ts';
import type { Protocol } from '../protocol/protocol.ts';
import type { Random } from '../random/random.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import { NO_ARTEFACTS, sampleArtefacts, type Artefacts } from '../experiment/artefacts.ts';
import type { RigParameterId } from '../experiment/rig-parameters.ts';
import { FreeRunner } from '../experiment/free-runner.ts';
import { OUTCOMES, PHENOTYPE_COLUMNS, phenotypeRow, type Phenotype, type PhenotypeOutcome } from '../beat/phenotype.ts';
import { sampleKind, type Spread } from './population-kind.ts';
import { PopulationClamp } from '../experiment/population-clamp.ts';
import { RIG_FILTER_HZ } from './training-rows.ts';

/** How the cells of a population are drawn and simulated. */
export interface CellPlan extends Spread {
  /** Id of the cell model; absent: the default. */
  readonly cell?: string;
  readonly seed: number;
  /** Range of the temperature, degC, uniform. */
  readonly temperatureC: readonly [low: number, high: number];
  /** Free running of each cell after this settling time; null for the clamp alone. */
  readonly free: { readonly settleS: number; readonly seconds: number } | null;
  readonly clamp: { readonly protocol: Protocol; readonly sampleRateHz: number; readonly artefacts: boolean } | null;
}

export interface CellRows {
  /** Rows of columnsOf(plan), in the order of the cells. */
  readonly data: Float32Array;
  readonly rows: number;
  /** Cells that were simulated, by outcome: more than the rows where only beating cells are kept. Empty without free running. */
  readonly outcomes: Readonly<Partial<Record<PhenotypeOutcome, number>>>;
}

const ARTEFACT_COLUMNS = ['rsCmMs', 'leakNsPf', 'residualCapacitance'] as const satisfies readonly RigParameterId[];

/** @throws Error for an unknown model */
export function modelOfPlan({ cell }: Pick<CellPlan, 'cell'>): CellModel {
  return cell === undefined ? DEFAULT_CELL : cellModel(cell);
}

/** Names of a row's values: parameters of the cell, phenotype, then the clamp's bin means. */
export function columnsOf(plan: CellPlan): string[] {
  const bins = plan.clamp ? featureBins(plan.clamp.protocol, plan.clamp.sampleRateHz).from.length : 0;
  return [
    ...modelOfPlan(plan).varied.map(({ id }) => id),
    'temperatureC',
    ...(plan.clamp?.artefacts === true ? ARTEFACT_COLUMNS : []),
    ...(plan.free ? PHENOTYPE_COLUMNS : []),
    ...Array.from({ length: bins }, (_, i) => `clamp${i}`),
  ];
}

interface Member {
  readonly multipliers: Float64Array;
  readonly values: Float64Array;
  readonly temperatureC: number;
  readonly artefacts: Artefacts;
  phenotype: Phenotype | null;
}

/** Makes the rows of ranges of a population: the same cells on any thread and in any order. */
export class PopulationRows {
  private readonly plan: CellPlan;
  private readonly model: CellModel;
  private readonly width: number;
  private readonly runner: FreeRunner | null;
  private readonly clamp: PopulationClamp | null;

  /** @throws Error for a kernel of another model than the plan */
  constructor(kernel: PopulationKernel, plan: CellPlan) {
    this.plan = plan;
    this.model = modelOfPlan(plan);
    if (kernel.model !== this.model)
      throw new Error(
        `The population is of the cell ${this.model.name}, the kernel holds ${kernel.model.name}. Load the kernel of the ` +
          `population's cell.`,
      );
    this.width = columnsOf(plan).length;
    this.runner = plan.free ? new FreeRunner(kernel, { ...plan.free, outputDtMs: 1, rejectResting: true }) : null;
    this.clamp = plan.clamp ? clampOf(kernel, plan.clamp) : null;
  }

  /** @param population generator of the plan's seed */
  make(population: Random, first: number, count: number): CellRows {
    const members = Array.from({ length: count }, (_, i) => this.member(population, first + i));
    const outcomes: Partial<Record<PhenotypeOutcome, number>> = {};
    this.runner?.run(
      members.map((member) => member.values),
      (index, phenotype) => {
        const member = members[index];
        if (member) member.phenotype = phenotype;
        outcomes[phenotype.outcome] = (outcomes[phenotype.outcome] ?? 0) + 1;
      },
    );
    const kept = this.plan.kind === 'beating' ? members.filter((member) => member.phenotype?.outcome === 'beating') : members;
    const data = new Float32Array(kept.length * this.width);
    kept.forEach((member, i) => data.set(this.head(member), i * this.width));
    this.clampInto(kept, data);
    return { data, rows: kept.length, outcomes: Object.fromEntries(OUTCOMES.flatMap((o) => (outcomes[o] ? [[o, outcomes[o]]] : []))) };
  }

  private member(population: Random, index: number): Member {
    const random = population.fork(-1 - index);
    const multipliers = sampleKind(population, index, this.plan, this.model);
    const values = valuesFromMultipliers(multipliers, this.model);
    const [low, high] = this.plan.temperatureC;
    const temperatureC = low + (high - low) * random.uniform();
    values[this.model.index('env.temperatureC')] = temperatureC;
    const artefacts = this.plan.clamp?.artefacts === true ? sampleArtefacts(random) : NO_ARTEFACTS;
    return { multipliers, values, temperatureC, artefacts, phenotype: null };
  }

  private head(member: Member): number[] {
    return [
      ...member.multipliers,
      member.temperatureC,
      ...(this.plan.clamp?.artefacts === true ? ARTEFACT_COLUMNS.map((id) => member.artefacts[id]) : []),
      ...(member.phenotype ? phenotypeRow(member.phenotype) : []),
    ];
  }

  private clampInto(members: readonly Member[], data: Float32Array): void {
    const { clamp, width } = this;
    clamp?.observe(
      members,
      members.map((_, i) => data.subarray((i + 1) * width - clamp.width, (i + 1) * width)),
    );
  }
}

function clampOf(kernel: PopulationKernel, { protocol, sampleRateHz, artefacts }: NonNullable<CellPlan['clamp']>): PopulationClamp {
  const bins = featureBins(protocol, sampleRateHz);
  const taps = artefacts ? besselTaps(RIG_FILTER_HZ) : [];
  return new PopulationClamp(kernel, protocol, artefacts ? 'electrode' : 'ideal', (grid) => observationOperator(bins, grid, taps));
}
