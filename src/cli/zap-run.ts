import type { GivenZap, ZapPulse } from '../core/amplifier/zap.ts';
import { openCellOf } from '../core/quality/pulse-reading.ts';
import { AcquisitionClient, startNodeAcquisition } from '../main/acquisition/index.ts';
import type { RigStatus } from '../shared/contract/schemas.ts';
import type { ScopeReading } from '../shared/contract/scope-schema.ts';
import { portText, type RigPort } from '../shared/rig/rig-port.ts';
import { launchEmulator } from './launch-emulator.ts';
import { ACQUISITION_PROCESS, RECORDER_THREAD } from './paths.ts';
import type { Context } from './verb.ts';

/** Less is no seal, MOhm: the usual limit of the rig, below which a seal fails. */
const SEAL_MOHM = 300;
const LOOK_MS = 50;
/** A reading of the test pulses takes a second. */
const READING_MS = 10_000;

export interface ZapRun {
  readonly device: RigStatus['device'];
  readonly simulated: boolean;
  readonly zap: GivenZap;
  readonly before: ScopeReading;
  readonly after: ScopeReading;
}

/**
 * One zap between test pulses, in the acquisition process. Nobody looks at a screen here: none is given without a seal or on an open
 * cell.
 * @throws Error in a sentence
 */
export async function zapRun(port: RigPort, pulse: ZapPulse, { signal, progress }: Context): Promise<ZapRun> {
  const client: AcquisitionClient = new AcquisitionClient({
    start: () => startNodeAcquisition(ACQUISITION_PROCESS),
    init: { type: 'init', recorderThread: RECORDER_THREAD, sessionsFolder: process.cwd(), rescueFolders: [] },
    launchEmulator: (seed) => launchEmulator(seed, ['--pipette', 'cell-attached']),
    onStatus: () => undefined,
    onSamples: ({ seq }) => client.taken(seq),
    onStored: () => undefined,
    onEnded: () => undefined,
    onNotice: (level, message) => {
      if (level === 'error') progress.note(message);
    },
  });
  const abort = (): void => void client.request('abort', undefined).catch((error: unknown) => progress.note(String(error)));
  signal.addEventListener('abort', abort);
  progress.step('Connecting', 0, portText(port));
  try {
    const { device, simulated } = await client.request('connect', { port, scope: true });
    await client.request('stage', { stage: 'seal' });
    progress.step('Test pulses', 0.5, 'reading the seal');
    const before = await nextReading(client, 0, signal);
    assertSealed(before);
    const { cell, scope } = await client.request('zap', pulse);
    const zap = cell.zaps.at(-1);
    if (zap === undefined) throw new Error('Expected a zap in the state of the cell, there is none. Report this.');
    const after = await nextReading(client, scope?.reading?.number ?? before.number, signal);
    return { device, simulated, zap: { levelMv: zap.levelMv, durationMs: zap.durationMs }, before, after };
  } finally {
    signal.removeEventListener('abort', abort);
    await client.close();
  }
}

function assertSealed(reading: ScopeReading): void {
  const { resistanceMohm } = reading;
  const opened = openCellOf(reading);
  if (opened !== null)
    throw new Error(`Expected a sealed patch, got an open cell of ${opened.membraneCapacitancePf.toFixed(0)} pF. It needs no zap.`);
  if (resistanceMohm < SEAL_MOHM)
    throw new Error(`Expected a seal of ${SEAL_MOHM} MOhm or more, got ${resistanceMohm.toFixed(0)} MOhm. Wait for the seal, then zap.`);
}

/** The first reading of the test pulses after this one. */
async function nextReading(client: AcquisitionClient, after: number, signal: AbortSignal): Promise<ScopeReading> {
  for (const end = performance.now() + READING_MS; performance.now() < end;) {
    signal.throwIfAborted();
    const { scope, fault } = client.status();
    if (scope?.reading != null && scope.reading.number > after) return scope.reading;
    if (scope?.beyondRangePa != null)
      throw new Error('Expected a seal, the current is beyond the range of the amplifier. Wait for the seal, then zap.');
    const problem = fault ?? scope?.problem ?? null;
    if (problem !== null) throw new Error(problem);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new Error(`Expected a reading of the test pulses within ${READING_MS / 1000} s, got none. Look at the line to the device.`);
}
