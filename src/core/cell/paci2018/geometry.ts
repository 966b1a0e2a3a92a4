import { FARADAY } from '../constants.ts';

/** Solutions and geometry of the Paci 2018 cell (Front Physiol 9:709). */
/** External concentrations, mM; potassium inside is held. */
export const KO = 5.4;
export const CAO = 1.8;
export const NAO = 151;
export const KI = 150;
/** Membrane capacitance, pF, and volumes of cytosol and sarcoplasmic reticulum, pL. */
const CELL_CAPACITANCE_PF = 98.7109;
const CYTOSOL_PL = 8.8;
const SR_PL = 0.58373;
export const CYTOSOL_PER_SR = CYTOSOL_PL / SR_PL;
/** Concentration change per current density and ms: Cm/(F Vc), mM/ms per A/F. */
export const FLUX_PER_CURRENT = CELL_CAPACITANCE_PF / (1000 * FARADAY * CYTOSOL_PL);
