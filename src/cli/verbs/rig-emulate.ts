import { TELEGRAPH_TABLES } from '../../core/amplifier/telegraph-table.ts';
import { emulatorMain, EMULATED_CELLS, EMULATED_DEVICES } from '../../main/rig/index.ts';
import { PIPETTE_STAGES } from '../../shared/rig/emulator-order.ts';
import type { Verb } from '../verb.ts';

/** Options that are passed to the emulator unchanged; it checks them itself. */
const PASSED_ON = [
  'device',
  'model',
  'seed',
  'path',
  'transport',
  'cell',
  'rs-mohm',
  'cm-pf',
  'rm-mohm',
  'noise-pa',
  'hum-pa',
  'offset-mv',
  'drift-mv-min',
  'pipette',
  'wash-s',
  'ring-ms',
  'time-scale',
  'telegraph',
  'faults',
] as const;

export const rigEmulate: Verb = {
  words: ['rig', 'emulate'],
  summary: 'Run the simulated rig until it is ended; prints its address as one line of JSON.',
  options: {
    device: { value: EMULATED_DEVICES.join('|'), help: `Kind of device, by the name of its driver. Default ${EMULATED_DEVICES[0]}.` },
    model: { value: 'EL03F|EL04F', help: 'Model of an ePatch. Default EL03F.' },
    seed: { value: 'N', help: 'Seed of its cell, series resistance, capacitance, leak and noise. Default 1.' },
    path: { value: 'LINK', help: 'Symbolic link to make to its pseudo-terminal; of a patchmaster the folder of its batch files.' },
    transport: { value: 'auto|pty|tcp', help: 'auto: pseudo-terminal, loopback TCP where there is none.' },
    cell: {
      value: EMULATED_CELLS.join('|'),
      help: 'A heart cell of a model (Kernik 2019, Paci 2018), or the model cell of an amplifier box.',
    },
    'rs-mohm': { value: 'N', help: 'Series resistance of the model cell, MOhm. Default 20.' },
    'cm-pf': { value: 'N', help: 'Its capacitance, pF. Default 60.' },
    'rm-mohm': { value: 'N', help: 'Its resistance, MOhm. Default 1000.' },
    'noise-pa': { value: 'N', help: 'rms of the current noise, pA.' },
    'hum-pa': { value: 'N', help: 'Amplitude of the hum of the mains in its current, pA. Default 0.' },
    'offset-mv': { value: 'N', help: 'Offset of its electrode, mV. Default: drawn from the seed within 1 mV.' },
    'drift-mv-min': { value: 'N', help: 'Drift of that offset, mV a minute. Default 0.' },
    pipette: { value: PIPETTE_STAGES.join('|'), help: 'Where its pipette is at first. Default whole-cell.' },
    'wash-s': { value: 'N', help: 'Time constant of its bath, s. Default 10.' },
    'ring-ms': { value: 'N', help: 'Length of its sample buffer, ms.' },
    'time-scale': { value: 'N', help: 'Run this many times faster than the clock.' },
    telegraph: {
      value: TELEGRAPH_TABLES.map(({ id }) => id).join('|'),
      help: 'Amplifier in front of it whose knobs it reads.',
    },
    faults: { value: 'LIST', help: 'Faults of the line to imitate, for tests.' },
    'with-parent': { help: 'End when the standard input ends.' },
  },
  async run(args) {
    args.number('seed', { min: 0, whole: true });
    args.choice('device', EMULATED_DEVICES);
    args.choice('transport', ['auto', 'pty', 'tcp']);
    args.choice('cell', EMULATED_CELLS);
    const argv = PASSED_ON.flatMap((name) => {
      const value = args.text(name);
      return value === undefined ? [] : [`--${name}=${value}`];
    });
    await emulatorMain([...argv, ...(args.flag('with-parent') ? ['--with-parent'] : [])]);
    // Its own handlers end the process: SIGTERM, SIGINT, or the end of the parent.
    return new Promise<never>(() => undefined);
  },
};
