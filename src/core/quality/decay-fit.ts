/** Time for the output filter's own answer to die away after the peak, ms (5 kHz and faster). */
const AFTER_PEAK_MS = 0.1;
const ITERATIONS = 30;

/**
 * Time constant (ms) of a transient that decays to zero: least squares of a exp(-t / tau), Gauss-Newton from the time
 * the transient takes to fall to 1/e. Least squares on the values, not on their logarithm, because the noise is white.
 * @throws Error where the transient does not stand out from the noise or does not decay.
 */
export function fitDecay(transient: Float64Array, sampleRateHz: number, noiseSd: number): number {
  let peakAt = 0;
  for (let i = 1; i < transient.length; i++) if (transient[i]! > transient[peakAt]!) peakAt = i;
  const peak = transient[peakAt]!;
  if (!(peak > 5 * noiseSd)) {
    throw new Error(
      `Membrane test: expected a capacitive transient above 5 times the noise (${noiseSd.toFixed(1)} pA), got ${peak.toFixed(1)} ` +
        `pA. Check that a cell is on the pipette, or average more pulses.`,
    );
  }
  const stepMs = 1000 / sampleRateHz;
  const start = Math.min(peakAt + Math.ceil(AFTER_PEAK_MS / stepMs), transient.length - 1);
  const fallen = transient.findIndex((value, i) => i > start && value < transient[start]! / Math.E);
  if (fallen < 0) throw notDecaying(transient.length * stepMs);
  let tau = Math.max((fallen - start) * stepMs, stepMs / 2);
  let amplitude = transient[start]!;
  const end = Math.min(transient.length, start + Math.max(20, Math.ceil((6 * tau) / stepMs)));

  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    let [aa, at, tt, ra, rt] = [0, 0, 0, 0, 0];
    for (let i = start; i < end; i++) {
      const timeMs = (i - start) * stepMs;
      const shape = Math.exp(-timeMs / tau);
      const slope = (amplitude * shape * timeMs) / (tau * tau);
      const rest = transient[i]! - amplitude * shape;
      aa += shape * shape;
      at += shape * slope;
      tt += slope * slope;
      ra += shape * rest;
      rt += slope * rest;
    }
    const determinant = aa * tt - at * at;
    if (!(Math.abs(determinant) > 0)) break;
    const change = (aa * rt - at * ra) / determinant;
    amplitude += (tt * ra - at * rt) / determinant;
    // At most a factor of two at a time keeps tau positive.
    const next = Math.min(2 * tau, Math.max(tau / 2, tau + change));
    const settled = Math.abs(next - tau) < 1e-9 * tau;
    tau = next;
    if (settled) break;
  }
  if (!Number.isFinite(tau) || tau > transient.length * stepMs) throw notDecaying(transient.length * stepMs);
  return tau;
}

function notDecaying(lengthMs: number): Error {
  return new Error(
    `Membrane test: expected the capacitive transient to decay within the pulse (${lengthMs.toFixed(1)} ms), it did not. Use a ` +
      `longer pulse, or check the seal and access.`,
  );
}
