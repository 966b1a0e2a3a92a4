import type { CellModel } from '../cell/cell-model.ts';
import { bathValues } from '../cell/bath-mm.ts';
import { valuesFromParams } from '../cell/cell-values.ts';
import { cellModel } from '../cell/models.ts';
import { NO_HISTORY, type CellHistory } from '../experiment/cell-history.ts';
import type { RigParameterId } from '../experiment/rig-parameters.ts';
import type { Artefacts, RecordedAs } from '../experiment/artefacts.ts';
import { NO_ARTEFACTS } from '../experiment/artefacts.ts';
import type { Twin } from './twin.ts';

/** The cell model of a twin. @throws Error for an unknown one */
export function twinModel({ provenance }: Pick<Twin, 'provenance'>): CellModel {
  return cellModel(provenance.cellModel);
}

/**
 * Multipliers of a twin by id: those of its parameters and, where they were inferred, the scales of the fixed currents; beside them the
 * concentrations outside that its recording states, mM.
 */
export function twinMultipliers(twin: Pick<Twin, 'parameters' | 'nuisance' | 'bathMm' | 'provenance'>): Record<string, number> {
  const model = twinModel(twin);
  const scales = twin.nuisance.filter((item) => model.find(item.id) !== undefined);
  return {
    ...Object.fromEntries([...twin.parameters.map((p) => [p.id, p.multiplier] as const), ...scales.map((s) => [s.id, s.value] as const)]),
    ...bathValues(twin.bathMm),
  };
}

/** The values of a twin for the engines. */
export function twinValues(twin: Pick<Twin, 'parameters' | 'nuisance' | 'temperatureC' | 'bathMm' | 'provenance'>): Float64Array {
  return valuesFromParams({ multipliers: twinMultipliers(twin), temperatureC: twin.temperatureC }, twinModel(twin));
}

/** History of the cell before its recording, as far as it was inferred. */
export function twinHistory(twin: Pick<Twin, 'nuisance'>): CellHistory {
  const of = (id: keyof CellHistory): number => twin.nuisance.find((item) => item.id === id)?.value ?? NO_HISTORY[id];
  return { sodiumMm: of('sodiumMm'), potassiumMm: of('potassiumMm'), storeMm: of('storeMm'), funnyGate: of('funnyGate') };
}

/** Artefacts of electrode and amplifier in the twin's recording. */
export function twinArtefacts(twin: Pick<Twin, 'clamp' | 'nuisance'>): Artefacts & RecordedAs {
  const of = (id: RigParameterId): number => twin.nuisance.find((item) => item.id === id)?.value ?? 0;
  if (twin.clamp.mode === 'ideal') return { ...NO_ARTEFACTS, offsetPaPf: 0, capacitanceRatio: 1 };
  return {
    rsCmMs: of('rsCmMs'),
    leakNsPf: of('leakNsPf'),
    residualCapacitance: of('residualCapacitance'),
    prediction: of('prediction'),
    offsetMv: of('offsetMv'),
    estimateRatio: of('estimateRatio') || 1,
    offsetPaPf: of('offsetPaPf'),
    capacitanceRatio: of('capacitanceRatio') || 1,
  };
}
