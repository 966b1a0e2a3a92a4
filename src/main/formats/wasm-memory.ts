const PAGE_BYTES = 1 << 16;

/**
 * From now on WebAssembly in this thread gets no more memory than this: a damaged HDF5 file can make its library ask for gigabytes before
 * any value is read. A request beyond it fails there, as on a machine that has no more.
 */
export function limitWasmMemory(mostBytes: number): void {
  const prototype = WebAssembly.Memory.prototype as { grow(this: WebAssembly.Memory, pages: number): number };
  const { grow } = prototype;
  prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * PAGE_BYTES > mostBytes) throw new RangeError(`More than ${mostBytes} bytes are not given.`);
    return grow.call(this, pages);
  };
}
