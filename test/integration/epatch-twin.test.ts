import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withInference } from '../../src/cli/inference-client.ts';
import { launchEmulator } from '../../src/cli/launch-emulator.ts';
import { makeTwin } from '../../src/cli/make-twin.ts';
import { withSessionFile } from '../../src/cli/open-session.ts';
import { PROTOCOLS_DIR } from '../../src/cli/paths.ts';
import { Progress } from '../../src/cli/progress.ts';
import { recordingFromSession, type RecordingInput } from '../../src/cli/recording-input.ts';
import { recordRun } from '../../src/cli/record-run.ts';
import { simulateBeat } from '../../src/core/beat/simulate-beat.ts';
import { valuesFromMultipliers } from '../../src/core/cell/cell-values.ts';
import { KERNIK2019 } from '../../src/core/cell/kernik2019/index.ts';
import { protocolDurationMs, protocolSampleCount, sampleCommand } from '../../src/core/protocol/protocol.ts';
import type { Twin } from '../../src/core/twin/twin.ts';
import { drawKernikCell } from '../../src/main/rig/index.ts';
import { findProtocol } from '../../src/main/store/index.ts';

const SEED = 5;
const RESTS = 6;
const designed = findProtocol(PROTOCOLS_DIR, 'twinclamp-epatch');
const context = { signal: new AbortController().signal, progress: new Progress(null) };
const scratch = mkdtempSync(join(tmpdir(), 'epatch-twin-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A quick look: no ensemble. The twin with its ensemble is in docs/science. */
const twinOf = async (input: RecordingInput): Promise<Twin> =>
  withInference({}, context, async (inference) => {
    const { twin } = await makeTwin(inference, input, { method: 'fit', seed: 1, simulations: 1500 }, context.progress);
    return twin;
  });

describe('the whole job over a simulated ePatch', () => {
  let input: RecordingInput;
  beforeAll(async () => {
    const path = join(scratch, 'cell.twinclamp');
    const device = await launchEmulator(SEED, ['--device', 'epatch']);
    try {
      const port = { kind: 'driver', driver: 'epatch', address: `EL03F@${device.address}` } as const;
      const target = { kind: 'file', path, cellName: 'ePatch cell' } as const;
      await recordRun({ port, protocol: designed, target, spontaneousSeconds: 0 }, context);
    } finally {
      await device.kill();
    }
    input = await withSessionFile(path, (session) => recordingFromSession(session, 1));
  }, 120_000);

  it('is inferred from the command as it was played, the rests between downloads as long as they were', () => {
    const { protocol, currentPaPf, sampleRateHz } = input.recording;
    const longer = protocol.segments.filter(({ durationMs }, i) => durationMs > designed.segments[i]!.durationMs + 0.2);
    expect(longer).toHaveLength(RESTS);
    expect(longer.map((segment) => (segment.kind === 'step' ? segment.voltageMv : null))).toEqual(Array(RESTS).fill(-80));
    expect(currentPaPf).toHaveLength(protocolSampleCount(protocol, sampleRateHz));
  });

  it('gives a twin whose conductances and beat are those of the cell', async () => {
    const twin = await twinOf(input);
    const { truth } = drawKernikCell(SEED);
    const beat = simulateBeat(valuesFromMultipliers(truth.multipliers));
    expect(twin.fit.chi2PerSample).toBeLessThan(1.1);
    expect(Math.abs(twin.beat.features.cycleLengthMs! / beat.features.cycleLengthMs! - 1)).toBeLessThan(0.03);
    expect(Math.abs(twin.beat.features.mdpMv! - beat.features.mdpMv!)).toBeLessThan(0.5);
    const off = twin.parameters.map(({ id, multiplier }, i) => ({ id, error: Math.abs(multiplier / truth.multipliers[i]! - 1) }));
    const conductances = off.filter(({ id }) => KERNIK2019.varied.some((known) => known.id === id && known.role === 'conductance'));
    expect(conductances).toHaveLength(6);
    expect(conductances.filter(({ error }) => error > 0.1)).toEqual([]);
  }, 240_000);

  it('would give none from the command as it was designed: the rests matter', async () => {
    const { recording } = input;
    const samples = protocolSampleCount(designed, recording.sampleRateHz);
    expect(protocolDurationMs(recording.protocol) - protocolDurationMs(designed)).toBeGreaterThan(RESTS * 0.2);
    const asDesigned = await twinOf({
      ...input,
      recording: {
        ...recording,
        protocol: designed,
        commandMv: sampleCommand(designed, recording.sampleRateHz),
        currentPaPf: recording.currentPaPf.slice(0, samples),
      },
    });
    expect(asDesigned.fit.chi2PerSample).toBeGreaterThan(5);
  }, 240_000);
});
