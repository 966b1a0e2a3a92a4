import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { KERNIK2019 } from '../../../core/cell/kernik2019/index.ts';
import { valuesFromMultipliers } from '../../../core/cell/cell-values.ts';
import { createRandom } from '../../../core/random/random.ts';
import { simulateClamp } from '../../../core/simulate/reference-clamp.ts';
import type { Protocol } from '../../../core/protocol/protocol.ts';
import type { DeviceMessage, HostMessage, ProtocolItem } from '../../../shared/riglink/index.ts';
import {
  ACK_STATUS,
  decodeDeviceMessage,
  encodeFrame,
  encodeHostMessage,
  EVENT_CODE,
  FrameReader,
  itemListBytes,
} from '../../../shared/riglink/index.ts';
import { stimulusItems } from '../amplifier/segment-items.ts';
import { toWireItem } from '../drivers/riglink/stimulus-codec.ts';
import { protocolRun } from '../run/run-plan.ts';
import { EmulatedAmplifier } from './amplifier.ts';
import type { EmulatedCell } from './cell.ts';
import { NO_COMPENSATION } from './compensation.ts';
import { EmulatedDevice } from './device.ts';
import type { DeviceLink } from './device-link.ts';
import { NO_FAULTS, parseFaults } from './faults.ts';
import { drawKernikCell } from './kernik-cell.ts';
import { createPassiveCell } from './passive-cell.ts';
import { innerStepUs, Playback } from './playback.ts';

const protocol: Protocol = {
  id: 'p',
  name: 'P',
  source: 'test',
  holdingMv: -80,
  segments: [
    { kind: 'step', voltageMv: 6, durationMs: 120 },
    { kind: 'ramp', startMv: 30, endMv: -100, durationMs: 130 },
    { kind: 'step', voltageMv: -40, durationMs: 50 },
    { kind: 'step', voltageMv: -80, durationMs: 50 },
  ],
};

const stepItem = (voltageMv: number, durationMs: number): ProtocolItem =>
  toWireItem(stimulusItems({ ...protocol, segments: [{ kind: 'step', voltageMv, durationMs }] })[0]!);

function amplifierWith(cell: EmulatedCell): EmulatedAmplifier {
  return new EmulatedAmplifier({ cell, random: createRandom(1), noisePa: 0, voltageNoiseMv: 0, junctionOffsetMv: 0 });
}

function play(amplifier: EmulatedAmplifier, holdSeconds: number, sampleRateHz: number): Float64Array {
  const items = protocolRun(protocol, holdSeconds, true).items.map(toWireItem);
  const playback = new Playback({ items, sampleRateHz, amplifier, holdingLevel: -80 });
  const current: number[] = [];
  while (!playback.done) {
    if (playback.fastForwarding) playback.skipSample();
    else current.push(playback.takeSample().currentPa);
  }
  return Float64Array.from(current);
}

describe('the simulated cell and amplifier', () => {
  it('give the current of the reference simulation behind the same residual series resistance', () => {
    const { cell, truth } = drawKernikCell(2);
    const amplifier = amplifierWith(cell);
    amplifier.setFilter(0, innerStepUs(10_000));
    const realised = amplifier.setCompensation({
      ...NO_COMPENSATION,
      membraneCapacitancePf: truth.membraneCapacitancePf,
      seriesResistanceMohm: truth.seriesResistanceMohm,
      correctionPercent: 80,
      predictionPercent: 80,
    });
    expect(realised.correctionPercent).toBe(80);
    const measured = play(amplifier, 5, 10_000);

    const values = valuesFromMultipliers(truth.multipliers);
    values[KERNIK2019.index('leak.g')] = truth.sealLeakNs / truth.membraneCapacitancePf;
    const rsCmMs = 0.2 * truth.seriesResistanceMohm * truth.membraneCapacitancePf * 1e-3;
    const { current } = simulateClamp(values, protocol, { holdS: 5, sampleRateHz: 10_000, rsCmMs });
    expect(measured.length).toBe(current.length);
    let squares = 0;
    for (let k = 0; k < current.length; k++) {
      squares += (measured[k]! / truth.membraneCapacitancePf - current[k]!) ** 2 / current.length;
    }
    const range = Math.max(...current) - Math.min(...current);
    // Other time steps, another history before the hold, and knobs with a resolution.
    expect(Math.sqrt(squares) / range).toBeLessThan(0.01);
  });

  it('lose clamp error and transient with compensation, as a real amplifier does', () => {
    const model = { seriesResistanceMohm: 20, membraneCapacitancePf: 60, membraneResistanceMohm: 200, restingMv: 0 };
    const trace = (percent: number): Float64Array => {
      const amplifier = amplifierWith(createPassiveCell(model));
      amplifier.setFilter(0, innerStepUs(10_000));
      const knobs = { membraneCapacitancePf: 60, seriesResistanceMohm: 20, correctionPercent: percent, predictionPercent: percent };
      amplifier.setCompensation(percent === 0 ? NO_COMPENSATION : { ...NO_COMPENSATION, ...knobs });
      return play(amplifier, 0.5, 10_000);
    };
    const [bare, compensated] = [trace(0), trace(90)];
    // -80 mV over 200 MOhm behind 20 or 2 MOhm.
    expect(bare[0]).toBeCloseTo(-80_000 / 220, 1);
    expect(compensated[0]).toBeCloseTo(-80_000 / 202, 1);
    expect(Math.max(...bare)).toBeGreaterThan(2000);
    expect(Math.max(...compensated)).toBeLessThan(200);
  });

  it('accept no compensation beyond what the electrode has, nor a knob beyond its end', () => {
    const amplifier = amplifierWith(
      createPassiveCell({ seriesResistanceMohm: 10, membraneCapacitancePf: 50, membraneResistanceMohm: 500, restingMv: 0 }),
    );
    const realised = amplifier.setCompensation({ ...NO_COMPENSATION, seriesResistanceMohm: 30.02, correctionPercent: 120 });
    expect(realised).toMatchObject({ seriesResistanceMohm: 30, correctionPercent: 95, lagUs: 1 });
    expect(play(amplifier, 0.5, 20_000).every(Number.isFinite)).toBe(true);
  });

  it('draw the same beating cell from the same seed', () => {
    expect(drawKernikCell(4).truth).toEqual(drawKernikCell(4).truth);
    expect(drawKernikCell(4).truth).not.toEqual(drawKernikCell(5).truth);
  });
});

/** A device with its own clock on a line in memory. */
function deviceOnBench() {
  let now = 0;
  let hostPresent = true;
  let toDevice: Uint8Array[] = [];
  const heard: DeviceMessage[] = [];
  const reader = new FrameReader();
  const link: DeviceLink = {
    address: 'bench',
    pendingBytes: 0,
    poll() {
      const chunks = toDevice;
      toDevice = [];
      return { chunks, hostPresent };
    },
    write(bytes) {
      for (const packet of reader.feed(bytes)) {
        const decoded = decodeDeviceMessage(packet);
        if (decoded.ok) heard.push(decoded.message);
      }
    },
    close: () => undefined,
  };
  const amplifier = amplifierWith(
    createPassiveCell({ seriesResistanceMohm: 10, membraneCapacitancePf: 50, membraneResistanceMohm: 500, restingMv: 0 }),
  );
  const device = new EmulatedDevice({
    link,
    amplifier,
    seed: 1,
    faults: NO_FAULTS,
    ringMs: 300,
    timeScale: 1,
    now: () => now,
    onDeath: () => undefined,
  });
  let seq = 0;
  return {
    heard,
    device,
    raw: (bytes: Uint8Array) => void toDevice.push(bytes),
    send(message: HostMessage, number = seq++): DeviceMessage[] {
      const before = heard.length;
      toDevice.push(encodeFrame({ ...encodeHostMessage(message), flags: 0, seq: number }));
      device.tick();
      return heard.slice(before);
    },
    pass(ms: number, ping = true) {
      for (let end = now + ms; now < end;) {
        now += 5;
        if (ping && now % 200 === 0) this.send({ kind: 'ping', hostTimeUs: now * 1000 });
        else device.tick();
      }
    },
    /** Its process is delayed; the host's pings wait for it. */
    stand(ms: number) {
      now += ms;
      this.send({ kind: 'ping', hostTimeUs: now * 1000 });
    },
    leave() {
      hostPresent = false;
      device.tick();
    },
    download(levelMv: number, durationMs: number) {
      const item = stepItem(levelMv, durationMs);
      const sha256 = createHash('sha256')
        .update(itemListBytes([item]))
        .digest();
      this.send({ kind: 'protocolBegin', protocolNumber: 1, itemCount: 1, sha256 });
      this.send({ kind: 'protocolItem', index: 0, item });
      return this.send({ kind: 'protocolCommit', protocolNumber: 1 });
    },
    count: (kind: DeviceMessage['kind']) => heard.filter((message) => message.kind === kind).length,
    status: (answers: readonly DeviceMessage[]) => answers.find((message) => message.kind === 'ack')?.status,
    hasEvent: (code: number) => heard.some((message) => message.kind === 'event' && message.code === code),
  };
}

describe('the simulated device', () => {
  it('executes a repeated command once and answers it again', () => {
    const bench = deviceOnBench();
    bench.send({ kind: 'hello', minVersion: 1, maxVersion: 1, hostName: 'test' });
    bench.download(-60, 1000);
    bench.send({ kind: 'arm' });
    bench.send({ kind: 'credit', frames: 2 }, 500);
    bench.send({ kind: 'credit', frames: 2 }, 500);
    expect(bench.status(bench.send({ kind: 'start', runNumber: null }, 501))).toBe(ACK_STATUS.ok);
    expect(bench.status(bench.send({ kind: 'start', runNumber: null }, 501))).toBe(ACK_STATUS.ok);
    expect(bench.status(bench.send({ kind: 'start', runNumber: null }, 502))).toBe(ACK_STATUS.badState);
    bench.pass(200);
    // Credit for two frames, granted once.
    expect(bench.count('samples')).toBe(2);
  });

  it('buffers without credit, loses whole frames and reports which', () => {
    const bench = deviceOnBench();
    bench.send({ kind: 'hello', minVersion: 1, maxVersion: 1, hostName: 'test' });
    bench.download(-60, 2000);
    bench.send({ kind: 'arm' });
    bench.send({ kind: 'start', runNumber: null });
    bench.pass(1000);
    expect(bench.count('samples')).toBe(0);
    bench.send({ kind: 'credit', frames: 200 });
    bench.pass(1500);
    const loss = bench.heard.find((message) => message.kind === 'event' && message.code === EVENT_CODE.overrun);
    if (loss?.kind !== 'event') throw new Error('Expected an overrun event.');
    let expected = 0;
    for (const message of bench.heard) {
      if (message.kind !== 'samples') continue;
      if (message.firstIndex !== expected) expect([expected, message.firstIndex - expected]).toEqual([loss.index, loss.argument]);
      expected = message.firstIndex + message.count;
    }
    // 300 ms of ring at 10 kHz were kept.
    expect(loss.index).toBe(3000);
    expect(expected).toBe(20_001);
  });

  it('loses nothing when its own process was delayed for longer than the ring, while its host listens', () => {
    const bench = deviceOnBench();
    bench.send({ kind: 'hello', minVersion: 1, maxVersion: 1, hostName: 'test' });
    bench.download(-60, 4000);
    bench.send({ kind: 'arm' });
    bench.send({ kind: 'start', runNumber: null });
    bench.send({ kind: 'credit', frames: 4000 });
    bench.pass(500);
    bench.stand(600);
    bench.pass(3500);
    expect(bench.heard.filter((message) => message.kind === 'event' && message.code === EVENT_CODE.overrun)).toEqual([]);
    const received = bench.heard.reduce((sum, message) => sum + (message.kind === 'samples' ? message.count : 0), 0);
    expect(received).toBe(40_001);
  });

  it('panics when its host falls silent or leaves, and continues to stream after a PANIC', () => {
    const bench = deviceOnBench();
    const begin = (): void => {
      bench.send({ kind: 'hello', minVersion: 1, maxVersion: 1, hostName: 'test' });
      bench.download(-60, 60_000);
      bench.send({ kind: 'arm' });
      bench.send({ kind: 'credit', frames: 4000 });
      bench.send({ kind: 'start', runNumber: null });
      bench.pass(100);
    };
    begin();
    bench.pass(1200, false);
    expect(bench.hasEvent(EVENT_CODE.watchdog)).toBe(true);

    begin();
    bench.send({ kind: 'panic' });
    const before = bench.count('samples');
    bench.pass(200);
    expect(bench.count('samples')).toBeGreaterThan(before);
    const last = bench.heard.filter((message) => message.kind === 'samples').at(-1)!;
    expect(last.values[0]! / 100).toBeCloseTo(-80, 2);
    bench.send({ kind: 'stop' });
    expect(bench.status(bench.send({ kind: 'config', rateIndex: 0, rangeIndex: 0, filterHz: 0, mode: 'VC', holdLevel: 0 }))).toBe(
      ACK_STATUS.ok,
    );

    begin();
    bench.leave();
    const heard = bench.count('samples');
    bench.pass(500, false);
    expect(bench.count('samples')).toBe(heard);
  });

  it('reports saturation, refuses nonsense, counts what it does not know', () => {
    const bench = deviceOnBench();
    bench.send({ kind: 'hello', minVersion: 1, maxVersion: 1, hostName: 'test' });
    const config = { kind: 'config', rateIndex: 0, rangeIndex: 0, filterHz: 0, mode: 'VC', holdLevel: -80_000 } as const;
    expect(bench.status(bench.send({ ...config, rangeIndex: 9 }))).toBe(ACK_STATUS.badValue);
    expect(bench.status(bench.send({ ...config, holdLevel: 900_000 }))).toBe(ACK_STATUS.badValue);
    expect(bench.status(bench.send({ kind: 'arm' }))).toBe(ACK_STATUS.badState);
    expect(bench.status(bench.send({ kind: 'hello', minVersion: 2, maxVersion: 3, hostName: 'newer' }))).toBe(ACK_STATUS.noCommonVersion);
    bench.send(config);
    // 200 mV step over 10 MOhm: 20 nA, ten times the range.
    bench.download(120, 50);
    bench.send({ kind: 'arm' });
    bench.send({ kind: 'credit', frames: 64 });
    bench.send({ kind: 'start', runNumber: null });
    bench.pass(100);
    expect(bench.hasEvent(EVENT_CODE.saturation)).toBe(true);
    expect(bench.hasEvent(EVENT_CODE.runEnd)).toBe(true);
    bench.raw(encodeFrame({ type: 0x7e, flags: 0, seq: 9000, payload: new Uint8Array() }));
    bench.device.tick();
    expect(bench.device.ignoredPackets).toBe(1);
  });

  it('refuses a protocol whose checksum is wrong', () => {
    const bench = deviceOnBench();
    bench.send({ kind: 'hello', minVersion: 1, maxVersion: 1, hostName: 'test' });
    bench.send({ kind: 'protocolBegin', protocolNumber: 1, itemCount: 1, sha256: new Uint8Array(32) });
    bench.send({ kind: 'protocolItem', index: 0, item: stepItem(0, 1) });
    expect(bench.status(bench.send({ kind: 'protocolCommit', protocolNumber: 1 }))).toBe(ACK_STATUS.checksum);
  });
});

describe('parseFaults', () => {
  it('names what it does not know', () => {
    expect(parseFaults('drop=0.5,seed=3')).toMatchObject({ drop: 0.5, seed: 3, corrupt: 0 });
    expect(() => parseFaults('drp=1')).toThrow(/Fault "drp=1": expected one of drop, duplicate/);
  });
});
