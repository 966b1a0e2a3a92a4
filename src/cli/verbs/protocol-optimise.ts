import { existsSync, rmSync } from 'node:fs';
import { PLANNED_DEVICES, type PlannedDeviceId } from '../../core/amplifier/planned-device.ts';
import { DOWNLOAD_REST_MS } from '../../core/designer/download-rests.ts';
import { limitsFor, type DesignLimits } from '../../core/designer/design-limits.ts';
import { clampInWords } from '../../core/designer/score-settings.ts';
import { DEFAULT_PROTOCOL_ID } from '../../core/protocol/parse-protocol.ts';
import { protocolDurationMs } from '../../core/protocol/protocol.ts';
import { protocolToJson } from '../../core/protocol/protocol-json.ts';
import { kernelPath, optimiseProtocol, type OptimiseResult } from '../../inference/index.ts';
import { writeFileWhole } from '../../main/store/index.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage-error.ts';
import { ensureFolderOf } from '../files.ts';
import { DESIGN_WORKER, RESOURCES_DIR } from '../paths.ts';
import { CLAMP_OPTIONS, clampOf, protocolOf } from '../protocol/score-options.ts';
import { pairs, shown } from '../table.ts';
import type { Verb } from '../verb.ts';

const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

export const protocolOptimise: Verb = {
  words: ['protocol', 'optimise'],
  summary: 'Evolve a protocol that informs the most parameters of the cell; a run that was stopped is resumed.',
  options: {
    seconds: { value: 'T', help: 'Length of the protocol.', required: true },
    out: { value: 'FILE', help: 'The protocol; beside it FILE.checkpoint, from which the search resumes.', required: true },
    id: { value: 'ID', help: 'Id of the protocol. Default designed-Ts.' },
    minutes: { value: 'M', help: 'Time of the search. Default 10.' },
    generations: { value: 'N', help: 'End after this many generations in all instead; the result then depends on the seed alone.' },
    from: { value: 'ID|FILE', help: 'Protocol to begin with. Default: the default protocol and random ones, whichever is best.' },
    ...CLAMP_OPTIONS,
    cells: { value: 'N', help: 'Cells that a change is scored on. Default 12.' },
    'rotate-every': { value: 'N', help: 'Generations after which half of the cells are exchanged. Default 150.' },
    seed: { value: 'N', help: 'Seed of changes and cells. Default 1.' },
    workers: { value: 'N', help: 'Threads; the result does not depend on it. Default 1.' },
    device: {
      value: Object.keys(PLANNED_DEVICES).join('|'),
      help: 'Device whose grid of levels and times is kept. Default built-in, the simulated rig.',
    },
    'low-mv': { value: 'V', help: 'Lowest voltage. Default -120.' },
    'high-mv': { value: 'V', help: 'Highest voltage. Default 60.' },
    'shortest-ms': { value: 'T', help: 'Shortest segment. Default 5.' },
    'above-zero-ms': { value: 'T', help: 'Time above 0 mV in all. Default 40 % of the length.' },
    sines: { help: 'Allow sines on steps and ramps, played as short ramps that do not count as segments.' },
    items: {
      value: 'N',
      help: `Segments that one download takes, with a rest of ${DOWNLOAD_REST_MS} ms between two. Default: as the device has it.`,
    },
    segments: { value: 'N', help: 'Segments at most. Default 7 per second plus 8, at least 84.' },
    'voltage-error-mv': { value: 'V', help: 'Voltage error, current times --rs-mohm, beyond which a protocol loses value. Default: none.' },
  },
  async run(args, { signal, progress }) {
    const seconds = args.number('seconds', { min: 0.5, max: 60 }) ?? 0;
    const out = args.need('out');
    const id = args.text('id') ?? `designed-${seconds}s`.replace('.', '-');
    if (!ID.test(id)) throw new Error(`--id: expected small letters, digits and dashes, got "${id}".`);
    const settings = clampOf(args);
    const limits = limitsOf(args, seconds);
    const from = args.text('from');
    const minutes = args.number('minutes', { min: 0 }) ?? 10;
    const generations = args.number('generations', { min: 0, whole: true });
    const seed = args.number('seed', { min: 0, whole: true }) ?? 1;
    const workers = args.number('workers', { min: 1, max: 256, whole: true }) ?? 1;
    const checkpoint = `${out}.checkpoint`;
    const going = existsSync(checkpoint);
    if (going) progress.remark(`Resuming from ${checkpoint}.`);
    ensureFolderOf(out);
    let done = 0;
    const started = Date.now();
    const result = await optimiseProtocol({
      evolution: {
        seed,
        limits,
        offspring: 4,
        cells: args.number('cells', { min: 1, max: 200, whole: true }) ?? 12,
        rotateEvery: args.number('rotate-every', { min: 1, whole: true }) ?? 150,
      },
      settings,
      starts: [protocolOf(from ?? DEFAULT_PROTOCOL_ID)],
      randomStarts: from === undefined ? 24 : 0,
      minutes: generations === undefined ? minutes : Infinity,
      generations: generations ?? Infinity,
      workers,
      kernelPath: kernelPath(RESOURCES_DIR),
      workerScript: DESIGN_WORKER,
      checkpoint,
      name: {
        id,
        name: `Designed, ${seconds} s`,
        source:
          `protocol optimise --seconds ${seconds} --seed ${seed}: most information on the 52 parameters, clamp: ` + clampInWords(settings),
      },
      signal,
      onGeneration: (state, value) => {
        done++;
        const fraction =
          generations === undefined ? (Date.now() - started) / (minutes * 60_000) : state.generation / Math.max(1, generations);
        progress.step('Evolving', fraction, `generation ${state.generation}, value ${value.toFixed(4)}`);
      },
    });
    writeFileWhole(out, [protocolToJson(result.protocol)]);
    // A stopped search is resumed when run again; a finished one begins again from the start.
    const stopped = signal.aborted;
    if (generations !== undefined && !stopped) rmSync(checkpoint, { force: true });
    return {
      json: {
        out,
        checkpoint: existsSync(checkpoint) ? checkpoint : null,
        id,
        durationMs: protocolDurationMs(result.protocol),
        segments: result.protocol.segments.length,
        generations: result.generations,
        generationsNow: done,
        accepted: result.accepted,
        value: result.value,
      },
      lines: designLines(result, out, checkpoint),
    };
  },
};

function designLines({ protocol, generations, accepted, value }: OptimiseResult, out: string, checkpoint: string): string[] {
  return pairs([
    ['Protocol', out],
    ['Segments', String(protocol.segments.length)],
    ['Duration', `${shown(protocolDurationMs(protocol) / 1000, 3)} s`],
    ['Generations', `${generations}, ${accepted} of them better`],
    ['Value', `${shown(value, 4)} on the cells of the search; score it with "protocol score"`],
    [
      'Goes on',
      existsSync(checkpoint) ? `run again with the same options; remove ${checkpoint} to begin again` : 'no, the search is finished',
    ],
  ]);
}

function limitsOf(args: Arguments, seconds: number): DesignLimits {
  const device = plannedDevice(args.text('device') ?? 'built-in');
  const usual = limitsFor(Math.round(seconds * 10_000) / 10, device.grid);
  return {
    ...usual,
    lowestMv: args.number('low-mv', { min: -150, max: -80 }) ?? usual.lowestMv,
    highestMv: args.number('high-mv', { min: 0, max: 100 }) ?? usual.highestMv,
    shortestMs: args.number('shortest-ms', { min: 0.5, max: 100 }) ?? usual.shortestMs,
    aboveZeroMs: args.number('above-zero-ms', { min: 0 }) ?? usual.aboveZeroMs,
    items: args.number('segments', { min: 12, max: 4000, whole: true }) ?? usual.items,
    itemsPerDownload: args.number('items', { min: 14, max: 4096, whole: true }) ?? device.itemsPerDownload,
    ...(args.flag('sines') ? { waves: true } : {}),
    voltageErrorMv: args.number('voltage-error-mv', { above: 0 }) ?? usual.voltageErrorMv,
  };
}

function plannedDevice(id: string): (typeof PLANNED_DEVICES)[PlannedDeviceId] {
  const known = Object.keys(PLANNED_DEVICES) as PlannedDeviceId[];
  const found = known.find((name) => name === id);
  if (found === undefined) throw new UsageError(`--device: expected ${known.join(' or ')}, got "${id}".`);
  return PLANNED_DEVICES[found];
}
