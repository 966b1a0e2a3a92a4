import { EPATCH_MODELS } from '../../../shared/epatch/index.ts';

/** What the program of the simulated rig takes, for `parseArgs`. */
export const EMULATOR_OPTIONS = {
  seed: { type: 'string', default: '1' },
  device: { type: 'string', default: 'riglink' },
  model: { type: 'string', default: EPATCH_MODELS[0].id },
  path: { type: 'string' },
  transport: { type: 'string', default: 'auto' },
  cell: { type: 'string', default: 'kernik' },
  'rs-mohm': { type: 'string' },
  'cm-pf': { type: 'string' },
  'rm-mohm': { type: 'string' },
  'noise-pa': { type: 'string' },
  'hum-pa': { type: 'string' },
  'offset-mv': { type: 'string' },
  'drift-mv-min': { type: 'string' },
  pipette: { type: 'string' },
  'wash-s': { type: 'string' },
  'ring-ms': { type: 'string' },
  'time-scale': { type: 'string' },
  telegraph: { type: 'string' },
  faults: { type: 'string', default: '' },
  'with-parent': { type: 'boolean', default: false },
} as const;
