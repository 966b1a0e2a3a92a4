/** Allowance for the drift between the clocks of device and host, and for jitter of the start. */
const FASTER = 1.02;
const SLACK_MS = 100;

/** Samples that a running device can have taken by now: a larger index is false, whatever the device reports. */
export class RunClock {
  private readonly startMs: number;
  private readonly simulated: boolean;
  private firstDeviceUs: number | null = null;
  private deviceMs = 0;

  /** @param startMs time when START was sent @param simulated its own clock may run faster than ours */
  constructor(startMs: number, simulated: boolean) {
    this.startMs = startMs;
    this.simulated = simulated;
  }

  /** The device's clock, as its STATUS reports it. */
  deviceTime(deviceTimeUs: number): void {
    this.firstDeviceUs ??= deviceTimeUs;
    this.deviceMs = Math.max(this.deviceMs, (deviceTimeUs - this.firstDeviceUs) / 1000);
  }

  /** Since START, s. */
  elapsedS(nowMs: number): number {
    return (nowMs - this.startMs) / 1000;
  }

  samplesBy(nowMs: number, sampleRateHz: number): number {
    const hostMs = nowMs - this.startMs;
    const ms = this.simulated ? Math.max(hostMs, this.deviceMs) : hostMs;
    return Math.ceil(((ms * FASTER + SLACK_MS) * sampleRateHz) / 1000);
  }
}
