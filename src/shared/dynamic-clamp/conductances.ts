import type { ClampSetting } from './setting.ts';

/** Far above what a cell of 100 pF has; more is a slip of the hand. */
const MOST_NS = 1000;
const nanosiemens = (id: string, label: string): ClampSetting => ({ id, label, unit: 'nS', least: 0, most: MOST_NS });
const diffusion = (id: string, label: string): ClampSetting => ({ id, label, unit: 'nS²/ms', least: 0, most: MOST_NS });

/** Conductances of dyClamp and of the clamp that it comes from (Desai et al. 2017, doi:10.1523/ENEURO.0250-17.2017), in their order. */
export const CONDUCTANCES: readonly ClampSetting[] = [
  nanosiemens('shunt', 'shunt conductance'),
  nanosiemens('h', 'H conductance'),
  nanosiemens('na', 'Na conductance'),
  nanosiemens('ou1', 'mean of the first random conductance'),
  diffusion('ou1-diffusion', 'diffusion of the first random conductance'),
  nanosiemens('ou2', 'mean of the second random conductance'),
  diffusion('ou2-diffusion', 'diffusion of the second random conductance'),
  nanosiemens('epsc', 'EPSC conductance'),
];
