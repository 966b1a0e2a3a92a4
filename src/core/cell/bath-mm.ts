import type { BathIon } from './parameter.ts';

/** Concentrations outside a cell that are known, mM; one that is absent is as published. */
export interface BathMm {
  readonly potassium?: number;
  readonly calcium?: number;
  readonly sodium?: number;
}

/** Parameters of every cell model that hold them. */
export const BATH_PARAMETERS = { potassium: 'bath.K', calcium: 'bath.Ca', sodium: 'bath.Na' } as const satisfies Record<
  keyof Required<BathMm>,
  BathIon
>;

/** Outside of these a cell is no cell, mM. */
export const BATH_LIMITS_MM = { potassium: [1, 20], calcium: [0.1, 10], sodium: [50, 200] } as const satisfies Record<
  keyof Required<BathMm>,
  readonly [low: number, high: number]
>;

export const BATH_NAMES = ['potassium', 'calcium', 'sodium'] as const satisfies readonly (keyof Required<BathMm>)[];

/** Concentrations by the parameter that holds them. @example bathValues({ potassium: 3 }) // { 'bath.K': 3 } */
export function bathValues(bath: BathMm | undefined): Partial<Record<BathIon, number>> {
  return Object.fromEntries(BATH_NAMES.flatMap((name) => (bath?.[name] === undefined ? [] : [[BATH_PARAMETERS[name], bath[name]]])));
}

/** @example concentrationWords({ potassium: 3, calcium: 1.2 }) // '3 mM potassium, 1.2 mM calcium' */
export function concentrationWords(bath: BathMm): string {
  return BATH_NAMES.flatMap((name) => (bath[name] === undefined ? [] : [`${Number(bath[name].toPrecision(4))} mM ${name}`])).join(', ');
}
