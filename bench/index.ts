import { benchAbf } from './abf.ts';
import { benchAgainst } from './against.ts';
import { benchFit } from './fit.ts';
import { benchFrame } from './frame.ts';
import { benchGridError } from './grid-error.ts';
import { benchLongSession } from './long-session.ts';
import { benchLivingHeldOut } from './living-network/held-out.ts';
import { benchLivingNetwork } from './living-network.ts';
import { benchNwb } from './nwb.ts';
import { benchSerial } from './serial.ts';
import { benchSimulate } from './simulate.ts';
import { benchStore } from './store.ts';
import { benchSweep } from './sweep.ts';
import { benchSweepError } from './sweep-error.ts';
import { benchTraining } from './training.ts';
import { benchUniformLimit } from './uniform-limit.ts';
import { benchWhitening } from './whitening.ts';
import { benchWorkers } from './workers.ts';

/**
 * npm run -s bench -- NAME [--json]: each benchmark prints one JSON document; ratios within one run are what counts. `against` takes
 * the folder of another checkout.
 */
const benches: Readonly<Record<string, (folder?: string) => Promise<object>>> = {
  abf: benchAbf,
  against: benchAgainst,
  simulate: benchSimulate,
  sweep: benchSweep,
  'sweep-error': benchSweepError,
  workers: benchWorkers,
  serial: benchSerial,
  frame: benchFrame,
  training: benchTraining,
  whitening: benchWhitening,
  'grid-error': benchGridError,
  fit: benchFit,
  'living-network': benchLivingNetwork,
  'living-held-out': benchLivingHeldOut,
  'uniform-limit': benchUniformLimit,
  store: benchStore,
  'long-session': benchLongSession,
  nwb: benchNwb,
};

const [name = '', ...rest] = process.argv.slice(2);
const flags = rest.filter((word) => word.startsWith('--'));
const [folder, ...more] = rest.filter((word) => !word.startsWith('--'));
const bench = benches[name];
if (!bench || flags.some((flag) => flag !== '--json') || more.length > 0 || (folder !== undefined && name !== 'against')) {
  console.error(`Usage: npm run -s bench -- NAME [--json], or against CHECKOUT, with NAME one of: ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 2;
} else {
  const result = await bench(folder);
  console.log(flags.includes('--json') ? JSON.stringify(result) : JSON.stringify(result, null, 2));
}
