/** The sketch of Desai et al. 2017: eight float32 to the device, eight lines of text back. */
export const OPEN_CLAMP_BYTES = 32;
/** Of an echo: %.6f. */
const ECHO_ERROR = 1e-6;

/** All conductances as one write; a shorter one would shift all later ones until the device is reset. */
export function encodeOpenClamp(conductances: readonly number[]): Uint8Array {
  if (conductances.length !== 8) throw new Error(`Expected 8 conductances, got ${conductances.length}.`);
  const view = new DataView(new ArrayBuffer(OPEN_CLAMP_BYTES));
  conductances.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return new Uint8Array(view.buffer);
}

export function decodeOpenClamp(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, OPEN_CLAMP_BYTES);
  return Array.from({ length: 8 }, (_, i) => view.getFloat32(4 * i, true));
}

export const openClampEcho = (conductances: readonly number[]): string => conductances.map((value) => `${value.toFixed(6)}\r\n`).join('');

/** Whether the device took what was sent. */
export function echoes(text: string, sent: readonly number[]): boolean {
  const lines = text.split('\r\n').slice(0, -1);
  return (
    lines.length === sent.length &&
    sent.every((value, i) => lines[i] !== '' && Math.abs(Number(lines[i]) - Math.fround(value)) <= ECHO_ERROR)
  );
}
