import { openPatchMaster } from '../../main/rig/index.ts';
import type { EpcChange } from '../../shared/patchmaster/index.ts';
import type { Arguments } from '../arguments.ts';
import { pairs, shown } from '../table.ts';
import type { Verb } from '../verb.ts';

export const rigPatchMaster: Verb = {
  words: ['rig', 'patchmaster'],
  summary: 'Read or set an EPC 9 or 10 through the batch files of PatchMaster. Never tried on hardware.',
  options: {
    folder: { value: 'PATH', help: 'Folder of its batch files.', required: true },
    amplifier: { value: 'N', help: 'Which of several. Default 1.' },
    mode: { value: 'VC|CC', help: 'Whole cell in voltage clamp, or current clamp.' },
    'gain-mv-pa': { value: 'N', help: 'Gain of the current monitor, mV/pA.' },
    'command-pa-v': { value: 'N', help: 'Gain of the current command, pA/V.' },
    'external-mv-v': { value: 'N', help: 'External command in voltage clamp, mV/V; 0 switches it off.' },
  },
  async run(args) {
    const change = changeOf(args);
    const epc = await openPatchMaster(args.need('folder'), args.number('amplifier', { min: 1, max: 3, whole: true }) ?? 1);
    const state = Object.keys(change).length === 0 ? await epc.read() : await epc.set(change);
    return {
      json: state,
      lines: pairs([
        ['Mode', state.mode],
        ['Gain', shown(state.gainMvPa, 3, 'mV/pA')],
        ['Gain as measured', shown(state.realisedGainMvPa, 4, 'mV/pA')],
        ['Voltage monitor', shown(state.voltageGain, 0, 'mV/mV')],
        ['Current command', shown(state.commandGainPaV, 0, 'pA/V')],
        ['External command', shown(state.externalMvV, 1, 'mV/V')],
      ]),
    };
  },
};

function changeOf(args: Arguments): EpcChange {
  const mode = args.choice('mode', ['VC', 'CC']);
  const gainMvPa = args.number('gain-mv-pa', { above: 0 });
  const commandGainPaV = args.number('command-pa-v', { above: 0 });
  const externalMvV = args.number('external-mv-v', { min: -1000, max: 1000 });
  return {
    ...(mode === undefined ? {} : { mode }),
    ...(gainMvPa === undefined ? {} : { gainMvPa }),
    ...(commandGainPaV === undefined ? {} : { commandGainPaV }),
    ...(externalMvV === undefined ? {} : { externalMvV }),
  };
}
