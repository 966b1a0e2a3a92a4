import { FARADAY } from '../constants.ts';

/** Solutions and geometry of the Kernik 2019 cell (J Physiol 597:4533). */
/** External concentrations, mM. */
export const KO = 5.4;
export const CAO = 1.8;
export const NAO = 140;
/** Membrane capacitance of the model cell, pF: sets how far currents move concentrations. */
const CELL_CAPACITANCE_PF = 60;
/** Cytosol and sarcoplasmic reticulum volumes, um^3 (ten Tusscher proportion of 3960 um^3). */
export const CYTOSOL_UM3 = (3960 * 16404) / 17498;
export const SR_UM3 = (3960 * 1094) / 17498;
/** Concentration change per current density and ms: Cm/(F Vc), mM/ms per A/F. */
export const FLUX_PER_CURRENT = (CELL_CAPACITANCE_PF * 1e-12) / (FARADAY * CYTOSOL_UM3 * 1e-15) / 1000;
