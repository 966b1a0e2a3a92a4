import type { ByteReader } from '../byte-reader.ts';
import { field, type HekaNode } from './heka-tree.ts';
import { hekaValue, type HekaIncrement } from './heka-increment.ts';

interface Segment {
  /** 0 constant, 1 ramp, 2 continuous, 3 sine, 4 square, 5 chirp. */
  readonly kind: number;
  /** 0 not stored, 1 stored, 2 first sweep only, 3 last sweep only. */
  readonly stored: number;
  readonly value: HekaIncrement;
  /** 0 its own value, 1 the holding level, more a parameter. */
  readonly valueSource: number;
  readonly duration: HekaIncrement;
  readonly durationSource: number;
}

/** One output of a stimulus; values in V or A. */
export interface HekaStimulusChannel {
  readonly unit: string;
  readonly holding: number;
  readonly relative: boolean;
  /** It plays a recorded wave form from a file. */
  readonly fromFile: boolean;
  readonly standardScale: boolean;
  readonly segments: readonly Segment[];
}

export interface HekaStimulus {
  readonly name: string;
  readonly intervalS: number;
  readonly sweeps: number;
  readonly sweepIntervalS: number;
  readonly channels: readonly HekaStimulusChannel[];
}

/** Places in the records are those of the vendor's description of version 9. */
export function readHekaStimulus(r: ByteReader, node: HekaNode): HekaStimulus {
  return {
    name: field(node, 4, 32, (at) => r.text(at, 32), ''),
    intervalS: field(node, 112, 8, (at) => r.f64(at), NaN),
    sweepIntervalS: field(node, 120, 8, (at) => r.f64(at), 0),
    sweeps: field(node, 144, 4, (at) => r.i32(at), 0),
    channels: node.children.map((channel) => {
      const flags = field(channel, 76, 2, (at) => r.u16(at), 1);
      return {
        unit: field(channel, 40, 8, (at) => r.text(at, 8), ''),
        holding: field(channel, 48, 8, (at) => r.f64(at), NaN),
        standardScale: (flags & 1) !== 0,
        relative: (flags & 2) !== 0,
        fromFile: (flags & 4) !== 0,
        segments: channel.children.map((segment) => readSegment(r, segment)),
      };
    }),
  };
}

function readSegment(r: ByteReader, node: HekaNode): Segment {
  const byte = (offset: number): number => field(node, offset, 1, (at) => r.u8(at), 0);
  const real = (offset: number): number => field(node, offset, 8, (at) => r.f64(at), NaN);
  const whole = (offset: number): number => field(node, offset, 4, (at) => r.i32(at), 0);
  return {
    kind: byte(4),
    stored: byte(5),
    value: { mode: byte(6), base: real(8), factor: real(20), step: real(28) },
    valueSource: whole(16),
    duration: { mode: byte(7), base: real(36), factor: real(48), step: real(56) },
    durationSource: whole(44),
  };
}

/** Why a stimulus cannot be rebuilt, or null where it can. */
export function whyNotRebuilt(channel: HekaStimulusChannel): string | null {
  if (channel.fromFile) return 'it plays a wave form from a file';
  if (!channel.standardScale) return 'its output has its own scale';
  if (!Number.isFinite(channel.holding)) return 'its holding level is damaged';
  for (const segment of channel.segments) {
    if (segment.kind > 1) return 'it has a segment that is neither a step nor a ramp';
    if (segment.valueSource > 1 || segment.durationSource > 0) return 'a segment takes its value from a parameter of the series';
    if (hekaValue(segment.value, 0, 2) === null || hekaValue(segment.duration, 0, 2) === null)
      return 'a segment changes from sweep to sweep in an order that is not published';
    const numbers = [segment.value.base, segment.value.step, segment.duration.base, segment.duration.step];
    if (!numbers.every((value) => Math.abs(value) < 1e6)) return 'a segment is damaged';
  }
  return null;
}

/** The command of one sweep, in the unit of the channel; the holding level before and behind its stored segments. */
export function stimulusSweep(channel: HekaStimulusChannel, stimulus: HekaStimulus, sweep: number, samples: number): Float32Array {
  const values = new Float32Array(samples).fill(channel.holding);
  let time = 0;
  let level = channel.holding;
  for (const segment of channel.segments) {
    const durationS = Math.max(0, hekaValue(segment.duration, sweep, stimulus.sweeps) ?? 0);
    const own = hekaValue(segment.value, sweep, stimulus.sweeps) ?? NaN;
    const target = segment.valueSource === 1 ? channel.holding : channel.relative ? channel.holding + own : own;
    // Segments of the first or the last sweep only, and those not stored, are played without being recorded.
    if (segment.stored === 1) {
      const from = Math.round(time / stimulus.intervalS);
      time += durationS;
      const to = Math.round(time / stimulus.intervalS);
      for (let i = from; i < Math.min(to, samples); i++)
        values[i] = segment.kind === 1 ? level + ((target - level) * (i - from)) / Math.max(1, to - from) : target;
    }
    level = target;
  }
  return values;
}
