/** IEEE 754 binary16, rounded to nearest, ties to even; the form tfjs decodes weights of `quantization: {dtype: 'float16'}` from. */
export function toFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const out = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = halfOf(bits[i]!);
  return out;
}

function halfOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x47800000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Below 2^-14 halves are multiples of 2^-24; adding 0.5 makes float32 itself round to them.
    FLOAT[0] = 0.5 + Math.abs(floatOf(magnitude));
    return sign | (INTEGER[0]! - 0x3f000000);
  }
  const rounded = magnitude - 0x38000000 + 0x0fff + ((magnitude >>> 13) & 1);
  return sign | (rounded >>> 13);
}

/** The float32 of each finite binary16. */
export function fromFloat16(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >>> 10) & 0x1f;
    const fraction = half & 0x3ff;
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

const FLOAT = new Float32Array(1);
const INTEGER = new Uint32Array(FLOAT.buffer);

function floatOf(bits: number): number {
  INTEGER[0] = bits;
  return FLOAT[0]!;
}
