import { MULTIPLY_MODULE, TILE_COLUMNS, TILE_ROWS } from './multiply-module.ts';

const PAGE_BYTES = 65_536;

export interface Operand {
  readonly data: Float32Array;
  /** True when `data` holds the transpose (row-major). */
  readonly transposed: boolean;
}

interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly multiply: (rows: number, columns: number, inner: number, a: number, b: number, c: number) => void;
}

/**
 * float32 matrix products in WebAssembly with fused multiply-add (relaxed SIMD), which tfjs' WASM build does not use: about 1.8 times
 * as fast.
 * Operands are packed into panels anyway, so that transposed ones cost nothing extra. Results may differ in the last bits: relaxed
 * SIMD leaves the rounding of a * b + c to the processor.
 */
export class SimdMultiply {
  readonly #kernel: Kernel;

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** @returns null where the runtime has no relaxed SIMD */
  static create(): SimdMultiply | null {
    const bytes = Uint8Array.from(Buffer.from(MULTIPLY_MODULE, 'base64'));
    if (!WebAssembly.validate(bytes)) return null;
    const { memory, multiply } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
    return new SimdMultiply({ memory: memory as WebAssembly.Memory, multiply: multiply as Kernel['multiply'] });
  }

  /** Writes A (rows x inner) times B (inner x columns) to `out`, row-major. */
  multiply(a: Operand, b: Operand, rows: number, columns: number, inner: number, out: Float32Array): void {
    if (a.data.length !== rows * inner || b.data.length !== inner * columns || out.length !== rows * columns || inner < 1) {
      throw new RangeError(
        `Product ${rows} x ${inner} x ${columns}: got operands of ${a.data.length} and ${b.data.length} values for ${out.length} results.`,
      );
    }
    const fullRows = Math.ceil(rows / TILE_ROWS) * TILE_ROWS;
    const fullColumns = Math.ceil(columns / TILE_COLUMNS) * TILE_COLUMNS;
    const atB = fullRows * inner;
    const atC = atB + inner * fullColumns;
    const { memory, multiply } = this.#kernel;
    const missing = (atC + fullRows * fullColumns) * 4 - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    const heap = new Float32Array(memory.buffer);
    pack(heap, 0, a.data, rows, inner, TILE_ROWS, a.transposed);
    pack(heap, atB, b.data, columns, inner, TILE_COLUMNS, !b.transposed);
    multiply(fullRows, fullColumns, inner, 0, atB * 4, atC * 4);
    for (let r = 0; r < rows; r++) {
      const from = atC + r * fullColumns;
      out.set(heap.subarray(from, from + columns), r * columns);
    }
  }
}

/** Panels of `width` lines; within a panel the lines' values for each inner index lie side by side. Missing lines are zeros. */
function pack(heap: Float32Array, at: number, from: Float32Array, lines: number, inner: number, width: number, innerMajor: boolean): void {
  const lineStep = innerMajor ? 1 : inner;
  const innerStep = innerMajor ? lines : 1;
  let to = at;
  for (let line = 0; line < lines; line += width) {
    const present = Math.min(width, lines - line);
    let source = line * lineStep;
    for (let k = 0; k < inner; k++, source += innerStep) {
      for (let i = 0, s = source; i < present; i++, s += lineStep) heap[to + i] = from[s]!;
      for (let i = present; i < width; i++) heap[to + i] = 0;
      to += width;
    }
  }
}
