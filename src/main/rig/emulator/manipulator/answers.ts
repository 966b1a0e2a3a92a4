import type { ManipulatorKind } from '../../manipulator/index.ts';

/** Where the simulated manipulators are, um. */
export const SIMULATED_PLACE_UM = [1250, 80, 3406.5] as const;
const CR = 13;

/** What a simulated manipulator does with the bytes that came: its answer, and how many bytes it has used. */
export type Answerer = (bytes: Uint8Array) => { readonly used: number; readonly answer: Uint8Array } | null;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Three 32-bit numbers, the low byte first. */
function int32s(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => view.setInt32(4 * i, Math.round(value), true));
  return new Uint8Array(view.buffer);
}

function scientifica(bytes: Uint8Array): ReturnType<Answerer> {
  const end = bytes.indexOf(CR);
  if (end < 0) return null;
  const command = new TextDecoder('latin1').decode(bytes.slice(0, end));
  const replies: Readonly<Record<string, string>> = {
    scientifica: 'Y519',
    ver: '3.02',
    type: '3.05',
    desc: 'PatchStar (simulated)',
    P: SIMULATED_PLACE_UM.map((um) => um * 100).join('\t'),
    S: '0',
    STOP: 'A',
  };
  return { used: end + 1, answer: bytesOf(`${replies[command] ?? 'E,1'}\r`) };
}

function mpc200(bytes: Uint8Array): ReturnType<Answerer> {
  const [first] = bytes;
  if (first === undefined) return null;
  const position = int32s(SIMULATED_PLACE_UM.map((um) => um / 0.0625));
  const replies = new Map([
    [0x55, Uint8Array.of(1, 1, 0, 0, 0, CR)],
    [0x43, Uint8Array.from([1, ...position, CR])],
    [0x03, Uint8Array.of(CR)],
  ]);
  return { used: 1, answer: replies.get(first) ?? new Uint8Array(0) };
}

function mp285(bytes: Uint8Array): ReturnType<Answerer> {
  const [first] = bytes;
  if (first === 0x03) return { used: 1, answer: Uint8Array.of(8, CR) };
  const end = bytes.indexOf(CR);
  if (first === undefined || end < 0) return null;
  const state = new Uint8Array(33);
  state[24] = 50;
  state[32] = CR;
  const replies = new Map([
    [0x73, state],
    [0x63, Uint8Array.from([...int32s(SIMULATED_PLACE_UM.map((um) => um * 50)), CR])],
  ]);
  return { used: end + 1, answer: replies.get(first) ?? Uint8Array.of(4, CR) };
}

export const ANSWERERS: Readonly<Record<ManipulatorKind, Answerer>> = { scientifica, 'mpc-200': mpc200, 'mp-285': mp285 };
