/** Says how long a job still takes, from what it has done since the first report. */
export function timeLeft(): (done: number, total: number) => string {
  let first: { done: number; atMs: number } | null = null;
  return (done, total) => {
    const now = Date.now();
    first ??= { done, atMs: now };
    const made = done - first.done;
    if (made <= 0 || done >= total) return '';
    const seconds = ((total - done) * (now - first.atMs)) / made / 1000;
    if (seconds < 90) return `${Math.ceil(seconds)} s left`;
    return seconds < 5400 ? `${Math.round(seconds / 60)} min left` : `${(seconds / 3600).toFixed(1)} h left`;
  };
}
