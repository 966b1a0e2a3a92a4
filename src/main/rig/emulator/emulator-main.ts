import { parseArgs } from 'node:util';
import { TELEGRAPH_TABLES } from '../../../core/amplifier/telegraph-table.ts';
import { raisePriority } from '../raise-priority.ts';
import { PIPETTE_STAGES, type EmulatorOrder } from '../../../shared/rig/emulator-order.ts';
import { EPATCH_MODELS } from '../../../shared/epatch/index.ts';
import { EMULATED_DEVICES } from './emulated-devices.ts';
import { EMULATOR_OPTIONS } from './emulator-options.ts';
import { parseFaults } from './faults.ts';
import { EMULATED_CELLS } from './heart-cells.ts';
import { runDevice } from './run-device.ts';
import { takeOrders } from './take-orders.ts';

/** What the emulator prints as one line of JSON, and sends to a parent over IPC, once a host may connect. */
export interface EmulatorReady {
  readonly address: string;
  readonly serial: string;
  readonly simulated: true;
  readonly note: string | null;
}

/**
 * The simulated rig as a program. Returns once it runs; the process then lives until it is ended.
 * @param argv --device (one of EMULATED_DEVICES), --model EL03F|EL04F (of an ePatch),
 * --seed N, --path LINK, --transport auto|pty|tcp, --cell kernik|paci|passive,
 * --rs-mohm N, --cm-pf N, --rm-mohm N (of the passive cell), --noise-pa N, --hum-pa N, --offset-mv N, --drift-mv-min N,
 * --pipette STAGE (where it is at first), --wash-s N (of the bath), --ring-ms N,
 * --time-scale N, --telegraph ID, --faults drop=0.01,..., --with-parent (end when the standard input ends)
 * With --with-parent its standard input takes orders, see shared/rig/emulator-order.
 * @param orders another way by which orders come
 * @throws Error that names the bad option.
 */
export async function emulatorMain(
  argv: readonly string[],
  orders: (carryOut: (order: EmulatorOrder) => void) => void = () => undefined,
): Promise<EmulatorReady> {
  const { values } = parseArgs({
    args: [...argv],
    options: EMULATOR_OPTIONS,
  });
  const seed = atLeast(0, 'seed', values.seed);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed: expected a whole number of 0 or more, got "${values.seed}".`);
  // A device has its own clock, which other programs cannot delay.
  raisePriority();
  const device = oneOf(EMULATED_DEVICES, 'device', values.device);
  const shared = {
    seed,
    transport: oneOf(['auto', 'pty', 'tcp'] as const, 'transport', values.transport),
    cell: oneOf(EMULATED_CELLS, 'cell', values.cell),
    ...(values.path === undefined ? {} : { path: values.path }),
    modelCell: {
      ...(values['rs-mohm'] === undefined ? {} : { seriesResistanceMohm: atLeast(0.1, 'rs-mohm', values['rs-mohm']) }),
      ...(values['cm-pf'] === undefined ? {} : { membraneCapacitancePf: atLeast(0.1, 'cm-pf', values['cm-pf']) }),
      ...(values['rm-mohm'] === undefined ? {} : { membraneResistanceMohm: atLeast(1, 'rm-mohm', values['rm-mohm']) }),
    },
    ...(values['noise-pa'] === undefined ? {} : { noisePa: atLeast(0, 'noise-pa', values['noise-pa']) }),
    ...(values['hum-pa'] === undefined ? {} : { humPa: atLeast(0, 'hum-pa', values['hum-pa']) }),
    ...(values['offset-mv'] === undefined ? {} : { offsetMv: atLeast(-50, 'offset-mv', values['offset-mv']) }),
    ...(values['drift-mv-min'] === undefined ? {} : { driftMvPerMin: atLeast(-50, 'drift-mv-min', values['drift-mv-min']) }),
    bench: {
      ...(values.pipette === undefined ? {} : { pipette: oneOf(PIPETTE_STAGES, 'pipette', values.pipette) }),
      ...(values['wash-s'] === undefined ? {} : { washMs: 1000 * atLeast(0.01, 'wash-s', values['wash-s']) }),
    },
    hooks: { faults: parseFaults(values.faults), onDeath: () => process.exit(9) },
  };
  const riglink = {
    ...(values['ring-ms'] === undefined ? {} : { ringMs: atLeast(250, 'ring-ms', values['ring-ms']) }),
    ...(values['time-scale'] === undefined ? {} : { timeScale: atLeast(0.01, 'time-scale', values['time-scale']) }),
    ...(values.telegraph === undefined
      ? {}
      : {
          telegraph: oneOf(
            TELEGRAPH_TABLES.map(({ id }) => id),
            'telegraph',
            values.telegraph,
          ),
        }),
  };
  if (device !== 'riglink' && Object.keys(riglink).length > 0)
    throw new Error('--ring-ms, --time-scale and --telegraph belong to a RigLink device. Leave them out.');
  const model = EPATCH_MODELS.find(({ id }) => id === values.model);
  if (model === undefined) throw new Error(`--model: expected ${EPATCH_MODELS.map(({ id }) => id).join(' or ')}, got "${values.model}".`);
  const emulator = await runDevice(device, { ...shared, ...riglink, model });
  orders((order) => emulator.carryOut(order));
  const end = (): never => {
    emulator.stop();
    process.exit(0);
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (values['with-parent']) {
    process.once('disconnect', end);
    process.stdin.once('end', end).resume();
    takeOrders(process.stdin, (order) => emulator.carryOut(order));
  }
  const ready: EmulatorReady = {
    address: emulator.address,
    serial: emulator.serial,
    simulated: true,
    note: emulator.note,
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  process.send?.(ready);
  return ready;
}

function atLeast(least: number, name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least)) throw new Error(`--${name}: expected a number of ${least} or more, got "${text}".`);
  return value;
}

function oneOf<T extends string>(allowed: readonly T[], name: string, text: string): T {
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw new Error(`--${name}: expected ${allowed.join(' or ')}, got "${text}".`);
  return found;
}
