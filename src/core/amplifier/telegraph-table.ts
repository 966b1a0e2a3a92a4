import type { ClampMode } from './clamp-mode.ts';

/** Track: a voltage clamp that holds the slow current at zero by a command of its own. */
export type KnobMode = ClampMode | 'track';

/** Voltages that stand for values at even distances, the first one first; undefined: that one stands for nothing. */
export interface TelegraphSteps<Value> {
  readonly firstV: number;
  readonly stepV: number;
  readonly values: readonly (Value | undefined)[];
}

/** What the telegraph outputs of an amplifier mean; null: it has no such output, or its table is not known here. */
export interface TelegraphTable {
  /** As a device reports it. */
  readonly id: string;
  readonly name: string;
  /** Current gain of the scaled output, mV/pA. */
  readonly gain: TelegraphSteps<number> & { readonly negativeTimes: number | null };
  /** Corner of the output filter, Hz. */
  readonly filter: TelegraphSteps<number> | null;
  readonly mode: TelegraphSteps<KnobMode> | null;
  /** Capacitance compensation: pF a volt while it is switched on; negative voltages: switched off. */
  readonly capacitancePfPerV: number | null;
}

const halves = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500];

/**
 * Amplifiers with telegraph outputs. Gains are those that WinWCP reads (of the 200B acq4 has the same), filter, mode and capacitance of
 * the 200B those of acq4 and its manual. None was tried on hardware. A MultiClamp and an Axoclamp 900A report by software alone, an EPC 8
 * by digital lines.
 */
export const TELEGRAPH_TABLES: readonly TelegraphTable[] = [
  {
    id: 'axopatch-200b',
    name: 'Axopatch 200B',
    // Alpha times beta: the headstage's beta of 0.1 is in it.
    gain: { firstV: 0.5, stepV: 0.5, values: [0.05, 0.1, 0.2, ...halves], negativeTimes: null },
    filter: { firstV: 2, stepV: 2, values: [1000, 2000, 5000, 10_000, 100_000] },
    // I-clamp fast, I-clamp normal, I = 0, track, none, V-clamp.
    mode: { firstV: 1, stepV: 1, values: ['CC', 'CC', 'I0', 'track', undefined, 'VC'] },
    // Of a headstage gain of 1.
    capacitancePfPerV: 10,
  },
  {
    id: 'axopatch-1d',
    name: 'Axopatch 1D',
    gain: { firstV: 0.4, stepV: 0.4, values: halves.slice(0, 8), negativeTimes: 100 },
    filter: null,
    mode: null,
    capacitancePfPerV: null,
  },
  {
    id: 'rk-400',
    name: 'Biologic RK-400',
    gain: { firstV: 0.4, stepV: 0.4, values: [0.1, 0.2, ...halves.slice(0, 8)], negativeTimes: 100 },
    filter: null,
    mode: null,
    capacitancePfPerV: null,
  },
  {
    id: 'wpc-100',
    name: 'WPC-100',
    gain: { firstV: 2, stepV: 0.5, values: halves, negativeTimes: null },
    filter: null,
    mode: null,
    capacitancePfPerV: null,
  },
];
