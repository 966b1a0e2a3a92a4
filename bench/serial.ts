import { once } from 'node:events';
import { DelimiterParser } from 'serialport';
import { SampleStream } from '../src/main/rig/drivers/riglink/sample-stream.ts';
import {
  decodeDeviceMessage,
  decodeFrame,
  encodeDeviceMessage,
  encodeFrame,
  FrameReader,
  type Packet,
  type Samples,
} from '../src/shared/riglink/index.ts';
import { cpuMs, median, round } from './measure.ts';

const FRAMES = 4000;
const SAMPLES_PER_FRAME = 250;
/** Bytes that a serial port delivers at once under load. */
const CHUNK_BYTES = 4096;
const ROUNDS = 7;
const CALIBRATION = [0, 1].map((channel) => ({ channel, range: 0, scale: 0.1, offset: 0, unit: '', filterHz: 5000, date: '' }));

/**
 * From bytes of the line to calibrated samples: the project's reader, which copies each byte once into a frame of fixed size, against
 * serialport's own delimiter parser (a stream that joins buffers) with the same decoding behind it. Both in turn on the same bytes;
 * processor time.
 */
export async function benchSerial(): Promise<object> {
  const chunks = lineBytes();
  const own: number[] = [];
  const library: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    own.push(cpuMs(() => assertAll(readOwn(chunks))));
    const start = process.cpuUsage();
    assertAll(await readWithParser(chunks));
    const { user, system } = process.cpuUsage(start);
    library.push((user + system) / 1000);
  }
  // The first round warms up.
  const ownMs = median(own.slice(1));
  const libraryMs = median(library.slice(1));
  const seconds = (FRAMES * SAMPLES_PER_FRAME) / 10_000;
  return {
    frames: FRAMES,
    samplesPerFrame: SAMPLES_PER_FRAME,
    microsecondsPerFrame: { own: round((1000 * ownMs) / FRAMES), delimiterParser: round((1000 * libraryMs) / FRAMES) },
    fasterThanDelimiterParser: round(libraryMs / ownMs),
    /** Share of one core that two channels at 10 kHz take. */
    shareOfCorePercent: round(ownMs / seconds / 10),
  };
}

function lineBytes(): Uint8Array[] {
  const frames = Array.from({ length: FRAMES }, (_, seq) => {
    const values = Int16Array.from({ length: 2 * SAMPLES_PER_FRAME }, (_unused, i) => Math.round(8000 * Math.sin(seq + i / 9)));
    const samples: Samples = {
      kind: 'samples',
      firstIndex: seq * SAMPLES_PER_FRAME,
      count: SAMPLES_PER_FRAME,
      channels: 2,
      range: 0,
      item: 0,
      sweep: 0,
      values,
      runNumber: null,
    };
    return encodeFrame({ ...encodeDeviceMessage(samples), flags: 0, seq });
  });
  const all = Buffer.concat(frames);
  return Array.from({ length: Math.ceil(all.length / CHUNK_BYTES) }, (_, i) => all.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES));
}

class Taken {
  samples = 0;
  private readonly stream = new SampleStream(CALIBRATION, {
    runSamples: FRAMES * SAMPLES_PER_FRAME,
    skippableSamples: 0,
    range: 0,
    runNumber: null,
  });

  take(packet: Packet): void {
    const decoded = decodeDeviceMessage(packet);
    if (!decoded.ok || decoded.message.kind !== 'samples') return;
    for (const part of this.stream.take(decoded.message, Number.POSITIVE_INFINITY))
      this.samples += part.kind === 'block' ? part.block.currentPa.length : 0;
  }
}

function readOwn(chunks: readonly Uint8Array[]): number {
  const reader = new FrameReader();
  const taken = new Taken();
  for (const chunk of chunks) for (const packet of reader.feed(chunk)) taken.take(packet);
  return taken.samples;
}

async function readWithParser(chunks: readonly Uint8Array[]): Promise<number> {
  const parser = new DelimiterParser({ delimiter: [0] });
  const taken = new Taken();
  parser.on('data', (frame: Buffer) => {
    const result = decodeFrame(frame);
    if (result.ok) taken.take(result.packet);
  });
  for (const chunk of chunks) if (!parser.write(chunk)) await once(parser, 'drain');
  parser.end();
  await once(parser, 'end');
  return taken.samples;
}

function assertAll(samples: number): void {
  const sent = FRAMES * SAMPLES_PER_FRAME;
  if (samples !== sent) throw new Error(`Serial benchmark: expected ${sent} samples of the line, got ${samples}.`);
}
