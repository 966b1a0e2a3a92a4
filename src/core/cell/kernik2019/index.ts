import { defineCell } from '../cell-model.ts';
import { concentrationRates, coupledGates } from './calcium.ts';
import { CURRENTS, currents } from './currents.ts';
import { CAO, FLUX_PER_CURRENT, KO, NAO } from './geometry.ts';
import { INITIAL_STATE } from './initial-state.ts';
import { FIXED, SCALES, VARIED } from './parameters.ts';
import { VOLTAGE_GATES, voltageGates } from './voltage-gates.ts';

const { V, nai, ki, ryrR, ryrO, ryrI, ...start } = INITIAL_STATE;

/** The Kernik 2019 cell (Kernik et al. 2019, J Physiol 597:4533). */
export const KERNIK2019 = defineCell({
  id: 'kernik2019',
  name: 'Kernik 2019',
  citation: 'J Physiol 597:4533',
  varied: VARIED,
  scales: SCALES,
  fixed: FIXED,
  states: [
    'v',
    'caSr',
    'cai',
    'dNai',
    'dKi',
    ...VOLTAGE_GATES,
    'fCa',
    'ryrActive',
    'ryrAvailable',
    'caSrBase',
    'caSrLoss',
    'caiBase',
    'caiLoss',
    'vBase',
    'vSlope',
    'vEstimate',
    'addedBlock',
  ],
  initial: { v: V, ...start, dNai: 0, dKi: 0, ryrActive: ryrO + ryrI, ryrAvailable: ryrR + ryrO },
  stiff: ['cai', 'caSr'],
  slow: [
    { state: 'dNai', name: 'nai', initialMm: nai },
    { state: 'dKi', name: 'ki', initialMm: ki },
  ],
  history: { sodium: 'dNai', potassium: 'dKi', store: 'caSr', funny: 'xf' },
  potassiumMm: { outside: KO, inside: ki },
  sodiumMm: { outside: NAO, inside: nai },
  calciumOutsideMm: CAO,
  mmPerCharge: FLUX_PER_CURRENT,
  currents: CURRENTS,
  early: ['IK1', 'INaCa', 'INaK', 'IbCa', 'IbNa'],
  equations: { voltageGates, coupledGates, currents, rates: concentrationRates },
});
