import { defineCell } from '../cell-model.ts';
import { concentrationRates, coupledGates } from './calcium.ts';
import { CURRENTS, currents } from './currents.ts';
import { CAO, FLUX_PER_CURRENT, KI, KO, NAO } from './geometry.ts';
import { INITIAL_STATE } from './initial-state.ts';
import { VARIED } from './parameters.ts';
import { VOLTAGE_GATES, voltageGates } from './voltage-gates.ts';

const { nai, ...start } = INITIAL_STATE;

/**
 * The Paci 2018 cell (Paci et al. 2018, Front Physiol 9:709, doi:10.3389/fphys.2018.00709): another laboratory's human iPSC-CM,
 * with a late sodium current, no ICaT and fixed intracellular potassium. A twin of the Kernik cell cannot reproduce it: it tests whether
 * a twin raises an alarm.
 */
export const PACI2018 = defineCell({
  id: 'paci2018',
  name: 'Paci 2018',
  citation: 'Front Physiol 9:709',
  varied: VARIED,
  scales: [],
  fixed: [],
  states: [
    'v',
    'caSr',
    'cai',
    'dNai',
    ...VOLTAGE_GATES,
    'f1',
    'fCa',
    'ryrAdapt',
    'ryrOpen',
    'ryrClosed',
    'caSrBase',
    'caSrLoss',
    'caiBase',
    'caiLoss',
    'vBase',
    'vSlope',
    'vEstimate',
    'addedBlock',
  ],
  initial: { ...start, dNai: 0 },
  stiff: ['cai', 'caSr'],
  slow: [{ state: 'dNai', name: 'nai', initialMm: nai }],
  history: { sodium: 'dNai', potassium: null, store: 'caSr', funny: 'xf' },
  potassiumMm: { outside: KO, inside: KI },
  sodiumMm: { outside: NAO, inside: nai },
  calciumOutsideMm: CAO,
  mmPerCharge: FLUX_PER_CURRENT,
  currents: CURRENTS,
  early: ['IK1', 'INaCa', 'INaK', 'IbCa', 'IbNa'],
  equations: { voltageGates, coupledGates, currents, rates: concentrationRates },
});
