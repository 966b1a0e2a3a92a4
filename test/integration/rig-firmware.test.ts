import { createHash } from 'node:crypto';
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sampleCommand } from '../../src/core/protocol/protocol.ts';
import { openSerialTransport } from '../../src/main/rig/transport/serial-transport.ts';
import {
  decodeDeviceMessage,
  encodeDeviceMessage,
  encodeFrame,
  encodeHostMessage,
  EVENT_CODE,
  FrameReader,
  itemListBytes,
  MAX_FRAME_BYTES,
  type DeviceMessage,
  type HostMessage,
} from '../../src/shared/riglink/index.ts';
import { assemble, endAll, longProtocol, MemorySink, newRig, SHORT_PROTOCOL, until } from './rig-harness.ts';

const SOURCE = fileURLToPath(new URL('../../resources/firmware/riglink/', import.meta.url));
const FILES = ['riglink_wire.c', 'riglink_device.c', 'host_port.c'];
const hasCompiler = spawnSync('cc', ['--version']).status === 0 && process.platform !== 'win32';
const scratch = mkdtempSync(join(tmpdir(), 'firmware-'));
const program = join(scratch, 'host_port');
const started: ChildProcess[] = [];

/** The firmware as a process, by the path of its line. */
async function firmware(args: readonly string[] = []): Promise<string> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  started.push(child);
  return new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
}

/** What the firmware sends when it gets these messages, in order, at time 0. */
function answers(messages: readonly HostMessage[]): string {
  const bytes = messages.map((message, seq) => encodeFrame({ ...encodeHostMessage(message), flags: 0, seq }));
  return execFileSync(program, ['--echo'], { input: Buffer.concat(bytes) }).toString('hex');
}

function framesOf(messages: readonly DeviceMessage[]): string {
  return Buffer.concat(messages.map((message, seq) => encodeFrame({ ...encodeDeviceMessage(message), flags: 0, seq }))).toString('hex');
}

const HELLO: HostMessage = { kind: 'hello', minVersion: 1, maxVersion: 1, hostName: 'test' };
const WELCOME: DeviceMessage = {
  kind: 'welcome',
  version: 1,
  firmware: '1.3.0',
  serial: 'SIM-HOST',
  maxFrameBytes: MAX_FRAME_BYTES,
  sampleRatesHz: [10_000, 20_000, 50_000],
  currentRangesPa: [2000, 20_000, 200_000],
  capabilities: 1 + 2 + 16 + 64,
  clockHz: 1_000_000,
  deviceName: 'RigLink firmware on a computer',
  grid: { levelStepUv: 50, timeStepUs: 100 },
  zap: { levelUv: 1_000_000, durationUs: 10_000 },
};
const ack = (seq: number, status = 0, message = ''): DeviceMessage => ({ kind: 'ack', seq, status, message });

describe.skipIf(!hasCompiler)('the reference firmware (skipped where there is no C compiler)', () => {
  beforeAll(() => {
    execFileSync('cc', ['-std=c99', '-Wall', '-Wextra', '-Werror', '-pedantic', '-O2', '-o', program, ...FILES, '-lm'], { cwd: SOURCE });
  });
  afterEach(async () => {
    await endAll();
    for (const child of started.splice(0)) child.kill();
  });
  afterAll(() => rmSync(scratch, { recursive: true }));

  it('answers byte for byte as the codec of this program', () => {
    const values = {
      fastCapacitancePf: 0,
      membraneCapacitancePf: 60.5,
      seriesResistanceMohm: 19.25,
      correctionPercent: 80,
      predictionPercent: 80,
      lagUs: 10,
      junctionPotentialMv: -9.5,
      offsetMv: 0.25,
    };
    const entry = { channel: 1, range: 2, scale: 200_000 / 32_768, offset: 0, unit: 'pA', filterHz: 0, date: '2026-11-29' };
    const asked: HostMessage[] = [
      HELLO,
      { kind: 'getCalibration', channel: 1, range: 2 },
      { kind: 'getCalibration', channel: 0, range: 3 },
      { kind: 'config', rateIndex: 2, rangeIndex: 1, filterHz: 5000, mode: 'VC', holdLevel: -80_000 },
      { kind: 'config', rateIndex: 3, rangeIndex: 1, filterHz: 5000, mode: 'VC', holdLevel: -80_000 },
      { kind: 'compensation', values },
      { kind: 'ping', hostTimeUs: 2 ** 40 + 5 },
      { kind: 'arm' },
      { kind: 'credit', frames: 64 },
      { kind: 'protocolBegin', protocolNumber: 7, itemCount: 0, sha256: new Uint8Array(32) },
      { kind: 'zap', levelUv: -800_000, durationUs: 500 },
      { kind: 'zap', levelUv: 1_000_001, durationUs: 500 },
      { kind: 'zap', levelUv: -(2 ** 31), durationUs: 500 },
      { kind: 'zap', levelUv: 800_000, durationUs: 10_001 },
      { kind: 'zap', levelUv: 800_000, durationUs: 0 },
      { kind: 'config', rateIndex: 2, rangeIndex: 1, filterHz: 5000, mode: 'I0', holdLevel: 0 },
      { kind: 'zap', levelUv: 800_000, durationUs: 500 },
    ];
    const expected: DeviceMessage[] = [
      WELCOME,
      ack(0),
      { kind: 'calibration', entry, checksumOk: true },
      ack(1),
      ack(2, 2, 'no such channel or range'),
      ack(3),
      ack(4, 2, 'no such rate, range, mode or level'),
      { kind: 'compensationRealised', values: { ...values, correctionPercent: 0, predictionPercent: 0 } },
      ack(5),
      { kind: 'pong', hostTimeUs: 2 ** 40 + 5, deviceTimeUs: 0, bufferedFrames: 0, overruns: 0 },
      ack(6),
      ack(7, 1, 'expected an idle device with a protocol'),
      ack(8),
      ack(9, 2, 'expected 1 to 4096 items'),
      { kind: 'zapRealised', levelUv: -800_000, durationUs: 500 },
      ack(10),
      ack(11, 2, 'no such zap'),
      ack(12, 2, 'no such zap'),
      ack(13, 2, 'no such zap'),
      ack(14, 2, 'no such zap'),
      ack(15),
      ack(16, 1, 'expected an idle device in voltage clamp'),
    ];
    expect(answers(asked)).toBe(framesOf(expected));
  });

  it('does a repeated command once, and ignores noise', () => {
    const hello = encodeFrame({ ...encodeHostMessage(HELLO), flags: 0, seq: 3 });
    const spoiled = hello.with(6, hello[6]! ^ 1);
    const ping = encodeFrame({ ...encodeHostMessage({ kind: 'ping', hostTimeUs: 9 }), flags: 0, seq: 4 });
    const input = Buffer.concat([Uint8Array.of(1, 2, 3, 0), spoiled, hello, ping, Buffer.alloc(4000, 7), Uint8Array.of(0), ping]);
    const pong: DeviceMessage = { kind: 'pong', hostTimeUs: 9, deviceTimeUs: 0, bufferedFrames: 0, overruns: 0 };
    const expected = framesOf([WELCOME, ack(3), pong, ack(4), pong, ack(4)]);
    expect(execFileSync(program, ['--echo'], { input }).toString('hex')).toBe(expected);
  });

  it('gives a zap between runs, none while it plays, and none where it has none', async () => {
    const rig = newRig();
    await rig.connect({ kind: 'serial', name: await firmware() });
    expect(rig.status().capabilities?.zap).toEqual({ levelMv: 1000, longestMs: 10 });
    expect(await rig.zap({ levelMv: -900, durationMs: 0.05 })).toEqual({ levelMv: -900, durationMs: 0.05 });
    await expect(rig.zap({ levelMv: 1200, durationMs: 0.5 })).rejects.toThrow(/up to 1000 mV/);
    const sink = new MemorySink();
    const run = await rig.record({ sessionKey: 's', protocol: longProtocol(1), spontaneousSeconds: 0, holdSeconds: 0.1, sink });
    await expect(rig.zap({ levelMv: 800, durationMs: 0.5 })).rejects.toThrow(/^Expected the rig to be idle, it is /);
    expect((await run.finished).status).toBe('complete');
    const older = newRig();
    await older.connect({ kind: 'serial', name: await firmware(['--no-zap', '1']) });
    await expect(older.zap({ levelMv: 800, durationMs: 0.5 })).rejects.toThrow(/a device that can zap, this one cannot/);
    expect(older.status().state).toBe('idle');
  });

  const record = async (args: readonly string[] = []) => {
    const rig = newRig();
    const sink = new MemorySink();
    await rig.connect({ kind: 'serial', name: await firmware(args) });
    const request = { sessionKey: 's', protocol: SHORT_PROTOCOL, spontaneousSeconds: 0.2, holdSeconds: 0.3, sink, compensationPercent: 0 };
    return { rig, sink, outcome: await (await rig.record(request)).finished };
  };

  it('is tested, records the clamp and the free potential, and plays the command that is stored', async () => {
    const { rig, sink, outcome } = await record();
    expect(outcome).toMatchObject({ status: 'complete', reason: null });
    expect(rig.status()).toMatchObject({ simulated: true, lostSamples: 0 });
    const clamp = sink.recordings[0]!;
    expect(clamp.meta.membraneTest).toMatchObject({
      seriesResistanceMohm: expect.closeTo(20, 0),
      membraneCapacitancePf: expect.closeTo(60, -0.5),
    });
    const { voltageMv, missing } = assemble(clamp);
    expect(missing).toBe(0);
    const command = sampleCommand(clamp.meta.protocol!, clamp.meta.sampleRateHz);
    // Of a ramp it plays the middle between two samples.
    expect(Math.max(...command.map((millivolt, k) => Math.abs(millivolt - voltageMv[k]!)))).toBeLessThan(0.1);
    expect(sink.recordings[1]!.meta.mode).toBe('I0');
  });

  it('records on a bad line: what is lost is a gap', async () => {
    const { sink, outcome, rig } = await record(['--drop', '0.02', '--corrupt', '0.02', '--deaf', '0.05', '--seed', '4']);
    expect(outcome).toMatchObject({ status: 'complete', reason: null });
    const clamp = sink.recordings[0]!;
    expect(clamp.gaps.reduce((sum, { count }) => sum + count, 0)).toBe(assemble(clamp).missing);
    expect(Object.keys(rig.status())).toContain('lostSamples');
  });

  it('stops after the running item, aborts, and rests when its port closes', async () => {
    const rig = newRig();
    const name = await firmware();
    await rig.connect({ kind: 'serial', name });
    const begin = async () => {
      const sink = new MemorySink();
      const run = await rig.record({ sessionKey: 's', protocol: longProtocol(5), spontaneousSeconds: 0, holdSeconds: 0.1, sink });
      await until(() => (rig.status().recording?.elapsedMs ?? 0) > 120, 'samples');
      return run.finished;
    };
    const stopping = begin();
    await until(() => (rig.status().recording?.elapsedMs ?? 0) > 120, 'samples');
    await rig.stop();
    expect((await stopping).status).toBe('stopped');
    const aborting = begin();
    await until(() => (rig.status().recording?.elapsedMs ?? 0) > 120, 'samples');
    await rig.abort();
    expect(await aborting).toMatchObject({ status: 'aborted', reason: expect.stringMatching(/has stopped/) });
    await rig.disconnect();
    const again = await rig.connect({ kind: 'serial', name });
    expect(again.state).toBe('idle');
  });

  it('goes to its safe level when an armed host falls silent for a second', async () => {
    const line = await openSerialTransport(await firmware());
    const reader = new FrameReader();
    const seen: DeviceMessage[] = [];
    line.onData((bytes) => {
      for (const packet of reader.feed(bytes)) {
        const decoded = decodeDeviceMessage(packet);
        if (decoded.ok) seen.push(decoded.message);
      }
    });
    const items = [{ kind: 'step' as const, startLevel: 0, endLevel: 0, durationUs: 100_000, flags: 0 }];
    const sha256 = createHash('sha256').update(itemListBytes(items)).digest();
    const asked: HostMessage[] = [
      HELLO,
      { kind: 'protocolBegin', protocolNumber: 1, itemCount: 1, sha256 },
      { kind: 'protocolItem', index: 0, item: items[0]! },
      { kind: 'protocolCommit', protocolNumber: 1 },
      { kind: 'arm' },
    ];
    asked.forEach((message, seq) => line.write(encodeFrame({ ...encodeHostMessage(message), flags: 0, seq })));
    const events = (): number[] => seen.flatMap((message) => (message.kind === 'event' ? [message.code] : []));
    await until(() => events().length >= 2, 'the watchdog', 5000);
    await line.close();
    expect(events()).toEqual([EVENT_CODE.watchdog, EVENT_CODE.panic]);
    expect(seen.filter(({ kind }) => kind === 'ack')).toEqual(asked.map((_, seq) => ack(seq)));
  });
});
