/**
 * Impulse response of a 4-pole Bessel low-pass (magnitude-normalised: -3 dB at the cutoff) as taps for averaging a
 * current over the recent past. Poles of the normalised filter: Thomson 1949, tabulated e.g. in Zverev 1967.
 */
const POLES = [
  { re: -1.3700678305514446, im: 0.4102497174937523 },
  { re: -0.9952087643502776, im: 1.2571057394546678 },
];

/** Tap of the filter: the output at t holds weight times the input at t - delayMs; weights sum to 1. */
export interface FilterTap {
  readonly delayMs: number;
  readonly weight: number;
}

export function besselTaps(cutoffHz: number, tapMs = 0.02, lengthMs = 3000 / cutoffHz): FilterTap[] {
  const omega = (2 * Math.PI * cutoffHz) / 1000;
  const all = POLES.flatMap((p) => [p, { re: p.re, im: -p.im }]);
  const count = Math.round(lengthMs / tapMs);
  const step = (t: number): number => {
    // Integral of the impulse response from 0 to t, up to a constant: sum of residues r / p * exp(p t).
    let total = 0;
    all.forEach((p, i) => {
      let re = p.re;
      let im = p.im;
      all.forEach((q, j) => {
        if (j === i) return;
        const dr = p.re - q.re;
        const di = p.im - q.im;
        [re, im] = [re * dr - im * di, re * di + im * dr];
      });
      const size = re * re + im * im;
      const growth = Math.exp(p.re * omega * t);
      const angle = p.im * omega * t;
      total += (growth * (Math.cos(angle) * re + Math.sin(angle) * im)) / size;
    });
    return total;
  };
  const raw = Array.from({ length: count }, (_, k) => step((k + 1) * tapMs) - step(k * tapMs));
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((weight, k) => ({ delayMs: (k + 0.5) * tapMs, weight: weight / sum }));
}
