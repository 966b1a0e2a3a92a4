/** A recorded voltage follows its command within this, s: filters, and converters that begin apart. */
const MOST_LAG_S = 0.01;
const LEAST_JUMP_MV = 5;
/** Jumps that are looked at. */
const MOST_JUMPS = 20;

/** Samples by which a recorded voltage follows a command: the median over its jumps; 0 where it has no jump. */
export function lagOf(recordedMv: Float32Array, commandMv: Float32Array, sampleRateHz: number): number {
  const most = Math.round(MOST_LAG_S * sampleRateHz);
  const lags: number[] = [];
  for (let k = 1; k < commandMv.length && lags.length < MOST_JUMPS; k++) {
    const jump = commandMv[k]! - commandMv[k - 1]!;
    if (!(Math.abs(jump) >= LEAST_JUMP_MV)) continue;
    const half = recordedMv[k - 1]! + jump / 2;
    let i = k - 1;
    while (i < k + most && i < recordedMv.length && Math.sign(jump) * (recordedMv[i]! - half) < 0) i++;
    if (i < k + most && i < recordedMv.length) lags.push(Math.max(0, i - k));
    k = i;
  }
  const lag = lags.sort((a, b) => a - b)[lags.length >> 1] ?? 0;
  // One sample is the edge itself.
  return lag <= 1 ? 0 : lag;
}
