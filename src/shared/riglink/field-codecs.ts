import type { ByteReader, ByteWriter } from './bytes.ts';
import type { Compensation, ProtocolItem, WireZap } from './messages.ts';
import { ITEM_KINDS } from './messages.ts';

/** Bytes of one item in PROTO_ITEM and in the realised list: u8 kind, i32 start, i32 end, u32 us, u8 flags. */
export const ITEM_BYTES = 14;

export function writeItem(writer: ByteWriter, item: ProtocolItem): void {
  writer.u8(ITEM_KINDS.indexOf(item.kind)).i32(item.startLevel).i32(item.endLevel).u32(item.durationUs).u8(item.flags);
}

export function readItem(reader: ByteReader): ProtocolItem {
  return {
    kind: oneOf(ITEM_KINDS, reader.u8(), 'item kind'),
    startLevel: reader.i32(),
    endLevel: reader.i32(),
    durationUs: reader.u32(),
    flags: reader.u8(),
  };
}

export function writeCompensation(writer: ByteWriter, values: Compensation): void {
  writer
    .f32(values.fastCapacitancePf)
    .f32(values.membraneCapacitancePf)
    .f32(values.seriesResistanceMohm)
    .f32(values.correctionPercent)
    .f32(values.predictionPercent)
    .f32(values.lagUs)
    .f32(values.junctionPotentialMv)
    .f32(values.offsetMv);
}

export function readCompensation(reader: ByteReader): Compensation {
  return {
    fastCapacitancePf: reader.f32(),
    membraneCapacitancePf: reader.f32(),
    seriesResistanceMohm: reader.f32(),
    correctionPercent: reader.f32(),
    predictionPercent: reader.f32(),
    lagUs: reader.f32(),
    junctionPotentialMv: reader.f32(),
    offsetMv: reader.f32(),
  };
}

export function writeZap(writer: ByteWriter, { levelUv, durationUs }: WireZap): void {
  writer.i32(levelUv).u32(durationUs);
}

export function readZap(reader: ByteReader): WireZap {
  return { levelUv: reader.i32(), durationUs: reader.u32() };
}

export function oneOf<T extends string>(names: readonly T[], code: number, field: string): T {
  const name = names[code];
  if (name === undefined) throw new RangeError(`expected ${field} 0 to ${names.length - 1}, got ${code}`);
  return name;
}

/** A field that v1.1 appended: null where the sender is older. */
export function appendedU32(reader: ByteReader): number | null {
  return reader.left >= 4 ? reader.u32() : null;
}
