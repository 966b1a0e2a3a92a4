import { resolve } from 'node:path';
import { DEFAULT_PROTOCOL_ID } from '../../core/protocol/parse-protocol.ts';
import { leakWarnings } from '../../core/protocol/leak-sweeps.ts';
import { cultureLines } from '../../core/trace/culture.ts';
import type { RigPort } from '../../shared/rig/rig-port.ts';
import { findProtocol } from '../../main/store/index.ts';
import { LEAK_OPTIONS, leakOfOptions } from '../leak-options.ts';
import { withSessionFile } from '../open-session.ts';
import { PROTOCOLS_DIR } from '../paths.ts';
import { cultureOfOptions } from '../culture-options.ts';
import { recordRun } from '../record-run.ts';
import { PORT_OPTIONS, rigPortOf } from '../rig-port-option.ts';
import { pairs, shown } from '../table.ts';
import type { Verb } from '../verb.ts';

export const rigRecord: Verb = {
  words: ['rig', 'record'],
  summary: 'Record one run of a protocol on a rig into a session file.',
  options: {
    ...PORT_OPTIONS,
    protocol: { value: 'ID|FILE', help: `Default ${DEFAULT_PROTOCOL_ID}.` },
    session: { value: 'FILE', help: 'Session file; a new one is made, an old one gets one more recording.', required: true },
    'cell-name': { value: 'TEXT', help: 'Name of the cell in a new session.' },
    line: { value: 'TEXT', help: 'Cell line of the cell in a new session.' },
    passage: { value: 'N', help: 'Passage of its culture.' },
    day: { value: 'N', help: 'Day of differentiation.' },
    'spontaneous-s': { value: 'N', help: 'Membrane potential without clamp after the protocol, s. Default 10; 0 for none.' },
    'temperature-c': { value: 'N', help: "Bath temperature, degC. Default: the device's thermometer." },
    'rate-hz': { value: 'N', help: 'Sampling rate, one of the device. Default 10 kHz, or its nearest above.' },
    'filter-hz': { value: 'N', help: 'Corner of the output filter: set, or as the knob of the amplifier is at. Default 5000.' },
    'range-pa': { value: 'N', help: 'Largest current expected: the smallest range that holds it is taken. Default 20000.' },
    ...LEAK_OPTIONS,
    seed: { value: 'N', help: 'Seed of the simulated cell. Default 1.' },
    faults: { value: 'LIST', help: 'Faults of the line for the simulated rig to imitate, for tests.' },
  },
  async run(args, context) {
    const typed = rigPortOf(args);
    const path = resolve(args.need('session'));
    const seed = args.number('seed', { min: 0, whole: true }) ?? 1;
    const port: RigPort = typed.kind === 'simulated' ? { ...typed, seed } : typed;
    const spontaneousSeconds = args.number('spontaneous-s', { min: 0, max: 60 }) ?? 10;
    const temperatureC = args.number('temperature-c', { min: 10, max: 45 });
    const setup = {
      sampleRateHz: args.number('rate-hz', { min: 100, max: 1e6 }),
      filterHz: args.number('filter-hz', { min: 10, max: 1e6, whole: true }),
      largestCurrentPa: args.number('range-pa', { min: 1, max: 1e8 }),
    };
    const leak = leakOfOptions(args);
    const faults = args.text('faults');
    const protocol = findProtocol(PROTOCOLS_DIR, args.text('protocol') ?? DEFAULT_PROTOCOL_ID);
    const cellName = args.text('cell-name') ?? (port.kind === 'simulated' ? `Simulated cell ${seed}` : 'Cell');
    if (leak !== null) for (const warning of leakWarnings(protocol, leak)) context.progress.remark(warning);
    const emulatorArgs = faults === undefined ? [] : ['--faults', faults];
    const notes = cultureLines(cultureOfOptions(args, path)).join('\n');
    const run = await recordRun(
      { port, protocol, target: { kind: 'file', path, cellName, notes }, spontaneousSeconds, temperatureC, emulatorArgs, setup, leak },
      context,
    );
    return withSessionFile(run.sessionPath, (session) => {
      const recordings = session.listRecordings().filter(({ recordingId }) => run.recordingIds.includes(recordingId));
      return {
        json: {
          session: run.sessionPath,
          sessionId: session.id,
          cellName: session.summary().cellName,
          culture: session.summary().culture,
          status: 'complete',
          ...run,
          recordings: recordings.map(({ recordingId, kind, samples, sampleRateHz, lostSamples, leak: part }) => ({
            recordingId,
            kind,
            samples,
            sampleRateHz,
            lostSamples,
            ...(part === null ? {} : { leak: part }),
          })),
        },
        lines: pairs([
          ['Session', run.sessionPath],
          ['Device', `${run.device?.name ?? ''} ${run.device?.serial ?? ''}${run.simulated ? ' (SIMULATED)' : ''}`],
          ...recordings.map(({ recordingId, kind, samples, lostSamples, leak: part }): [string, string] => [
            `Recording ${recordingId}`,
            `${part?.role === 'sub-sweeps' ? `sub-sweeps ${part.words}` : kind}, ${samples} samples, ${lostSamples} lost`,
          ]),
          ['Rs', shown(run.membraneTest?.seriesResistanceMohm, 1, 'MOhm')],
          ['Cm', shown(run.membraneTest?.membraneCapacitancePf, 1, 'pF')],
          ['Rm', shown(run.membraneTest?.membraneResistanceMohm, 0, 'MOhm')],
        ]),
      };
    });
  },
};
