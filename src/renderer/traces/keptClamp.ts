import { TraceSource, type TraceColumns } from './traceSource.ts';

/** The last recording under a command, as it was drawn when the free potential began: it stays until the next one. */
export class KeptClamp {
  readonly voltage = new TraceSource();
  readonly current = new TraceSource();
  /** null: none is kept. */
  recordingId: number | null = null;
  totalMs: number | null = null;

  keep(recordingId: number, totalMs: number | null, voltage: TraceColumns, current: TraceColumns): void {
    this.recordingId = recordingId;
    this.totalMs = totalMs;
    this.voltage.set(voltage);
    this.current.set(current);
  }

  forget(): void {
    this.recordingId = this.totalMs = null;
    this.voltage.set([[], []]);
    this.current.set([[], []]);
  }
}
