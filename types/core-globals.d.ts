/**
 * What src/core and src/shared use of every runtime beyond the language itself: WebAssembly, TextDecoder and TextEncoder, whose types
 * TypeScript keeps with the DOM's.
 */
declare namespace WebAssembly {
  class Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Global {
    readonly value: unknown;
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  function instantiate(binary: BufferSource): Promise<{ readonly instance: Instance }>;
}
type BufferSource = ArrayBufferView<ArrayBuffer> | ArrayBuffer;
declare class TextDecoder {
  constructor(encoding?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(bytes?: ArrayBufferView, options?: { readonly stream?: boolean }): string;
}
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
