/** A list of numbers of unknown length; its capacity doubles each time it is full. */
export class GrowingColumn {
  private values = new Float64Array(1024);
  private count = 0;

  push(value: number): void {
    if (this.count === this.values.length) {
      const more = new Float64Array(2 * this.count);
      more.set(this.values);
      this.values = more;
    }
    this.values[this.count++] = value;
  }

  /** The value pushed last; NaN before the first. */
  last(): number {
    return this.values[this.count - 1] ?? NaN;
  }

  done(): Float64Array {
    return this.values.subarray(0, this.count);
  }
}
