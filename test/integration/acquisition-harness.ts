import { ACQUISITION_PROCESS, RECORDER_THREAD } from '../../src/cli/paths.ts';
import { AcquisitionClient, startNodeAcquisition, type AcquisitionChild } from '../../src/main/acquisition/index.ts';
import type { EndedRun, StoredRecording } from '../../src/shared/acquisition/messages.ts';
import type { LogEntry } from '../../src/shared/contract/cell-schema.ts';
import type { RigStatus } from '../../src/shared/contract/schemas.ts';
import { startEmulator } from './rig-harness.ts';

export interface Station {
  readonly client: AcquisitionClient;
  readonly statuses: RigStatus[];
  readonly stored: StoredRecording[];
  readonly runs: EndedRun[];
  readonly notices: string[];
  readonly log: LogEntry[];
  /** Samples that the display has received so far, at the least. */
  shown: number;
  /** Process id of the acquisition process. */
  readonly pid: () => number;
}

/** The acquisition process as the command line runs it, with everything that it reported. */
export function newStation(
  folder: string,
  options: { readonly emulatorArgs?: readonly string[]; readonly rescueFolders?: readonly string[]; readonly takes?: boolean } = {},
): Station {
  let child: (AcquisitionChild & { readonly pid: number }) | null = null;
  const station: Station = {
    statuses: [],
    stored: [],
    runs: [],
    notices: [],
    log: [],
    shown: 0,
    pid: () => child?.pid ?? -1,
    client: new AcquisitionClient({
      start: () => (child = startNodeAcquisition(ACQUISITION_PROCESS)),
      init: { type: 'init', recorderThread: RECORDER_THREAD, sessionsFolder: folder, rescueFolders: options.rescueFolders ?? [] },
      launchEmulator: (seed) => startEmulator(seed, options.emulatorArgs ?? []),
      onStatus: (status) => station.statuses.push(status),
      onSamples: (block) => {
        station.shown += leastSamples(block);
        if (options.takes !== false) station.client.taken(block.seq);
      },
      onStored: (stored) => station.stored.push(stored),
      onEnded: (run) => station.runs.push(run),
      onLogged: (entry) => station.log.push(entry),
      onNotice: (_level, message) => station.notices.push(message),
    }),
  };
  return station;
}

/** How many samples a block of the display stands for: the last pair of a coalesced one may stand for a single sample. */
function leastSamples({ voltageMv, stride }: { readonly voltageMv: ArrayLike<number>; readonly stride: number }): number {
  return stride === 1 ? voltageMv.length : (voltageMv.length / 2 - 1) * stride + 1;
}
