import { USUAL_ZAP, ZAP_LIMITS, zapWords } from '../../core/amplifier/zap.ts';
import { openCellOf } from '../../core/quality/pulse-reading.ts';
import type { RigPort } from '../../shared/rig/rig-port.ts';
import { PORT_OPTIONS, rigPortOf } from '../rig-port-option.ts';
import { pairs, shown } from '../table.ts';
import type { Verb } from '../verb.ts';
import { zapRun } from '../zap-run.ts';

export const rigZap: Verb = {
  words: ['rig', 'zap'],
  summary: 'Break the patch under a sealed pipette with one short pulse, and show seal and cell before and after it.',
  options: {
    ...PORT_OPTIONS,
    mv: { value: 'N', help: `Level of the pulse, -${ZAP_LIMITS.levelMv} to ${ZAP_LIMITS.levelMv} mV. Default ${USUAL_ZAP.levelMv}.` },
    ms: { value: 'N', help: `Its duration, ${ZAP_LIMITS.shortestMs} to ${ZAP_LIMITS.longestMs} ms. Default ${USUAL_ZAP.durationMs}.` },
    seed: { value: 'N', help: 'Seed of the simulated cell, whose pipette is cell-attached then. Default 1.' },
  },
  async run(args, context) {
    const typed = rigPortOf(args);
    const seed = args.number('seed', { min: 0, whole: true }) ?? 1;
    const port: RigPort = typed.kind === 'simulated' ? { ...typed, seed } : typed;
    const pulse = {
      levelMv: args.number('mv', { min: -ZAP_LIMITS.levelMv, max: ZAP_LIMITS.levelMv }) ?? USUAL_ZAP.levelMv,
      durationMs: args.number('ms', { min: ZAP_LIMITS.shortestMs, max: ZAP_LIMITS.longestMs }) ?? USUAL_ZAP.durationMs,
    };
    const { device, simulated, zap, before, after } = await zapRun(port, pulse, context);
    const membrane = openCellOf(after);
    return {
      json: {
        device,
        simulated,
        zap,
        sealMohm: before.resistanceMohm,
        brokenIn: membrane !== null,
        resistanceMohm: after.resistanceMohm,
        membrane,
      },
      lines: pairs([
        ['Device', `${device?.name ?? ''} ${device?.serial ?? ''}${simulated ? ' (SIMULATED)' : ''}`],
        ['Zap', zapWords(zap)],
        ['Seal before', shown(before.resistanceMohm, 0, 'MOhm')],
        ['After', membrane === null ? `${after.resistanceMohm.toFixed(0)} MOhm, no cell to be seen` : 'a cell: broken in'],
        ...(membrane === null
          ? []
          : ([
              ['Rs', shown(membrane.seriesResistanceMohm, 1, 'MOhm')],
              ['Cm', shown(membrane.membraneCapacitancePf, 1, 'pF')],
              ['Rm', shown(membrane.membraneResistanceMohm, 0, 'MOhm')],
            ] satisfies [string, string][])),
      ]),
    };
  },
};
