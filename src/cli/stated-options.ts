import type { Stated } from '../core/formats/intake/intake.ts';
import { findProtocol } from '../main/store/index.ts';
import type { Arguments, OptionTable } from './arguments.ts';
import { PROTOCOLS_DIR } from './paths.ts';

const CLAMPS = ['voltage', 'current'] as const;
const CELLS = ['living', 'simulated'] as const;

/** What the operator may say of recordings that come in. */
export const STATED_OPTIONS: OptionTable = {
  protocol: { value: 'ID|FILE', help: 'Protocol that was played. Default: as the file says, else as the recorded voltage shows.' },
  clamp: { value: CLAMPS.join('|'), help: 'What was clamped, where the file does not say.' },
  'current-channel': { value: 'NAME', help: 'Channel of the current, where there are several.' },
  'voltage-channel': { value: 'NAME', help: 'Channel of the voltage, where there are several.' },
  'cm-pf': { value: 'N', help: 'Membrane capacitance, pF.' },
  'rs-mohm': { value: 'N', help: 'Series resistance, MOhm.' },
  'compensation-percent': { value: 'N', help: 'Series resistance compensation, %.' },
  'temperature-c': { value: 'N', help: 'Bath temperature, degC.' },
  'filter-hz': { value: 'N', help: "Cutoff of the amplifier's low-pass filter, Hz." },
  'junction-mv': { value: 'N', help: 'Liquid junction potential that the voltages are corrected for, mV.' },
  cell: { value: CELLS.join('|'), help: 'Whether the cell was simulated. Default: as the file says, else living.' },
};

export function statedOf(args: Arguments): Stated {
  const conditions = Object.fromEntries(
    Object.entries({
      membraneCapacitancePf: args.number('cm-pf', { min: 0.5, max: 2000 }),
      seriesResistanceMohm: args.number('rs-mohm', { min: 0, max: 1000 }),
      compensationPercent: args.number('compensation-percent', { min: 0, max: 100 }),
      temperatureC: args.number('temperature-c', { min: 0, max: 50 }),
      filterHz: args.number('filter-hz', { above: 0 }),
      junctionPotentialMv: args.number('junction-mv', { min: -100, max: 100 }),
    }).filter(([, value]) => value !== undefined),
  );
  const protocol = args.text('protocol');
  const clamp = args.choice('clamp', CLAMPS);
  const cell = args.choice('cell', CELLS);
  const [currentChannel, voltageChannel] = [args.text('current-channel'), args.text('voltage-channel')];
  return {
    conditions,
    ...(protocol === undefined ? {} : { protocol: findProtocol(PROTOCOLS_DIR, protocol) }),
    ...(clamp === undefined ? {} : { clamp }),
    ...(cell === undefined ? {} : { simulated: cell === 'simulated' }),
    ...(currentChannel === undefined ? {} : { currentChannel }),
    ...(voltageChannel === undefined ? {} : { voltageChannel }),
  };
}
