/**
 * Four-pole low-pass Bessel filter, the output filter of patch-clamp amplifiers: constant group delay, so that the
 * shape of a transient survives. cornerHz is the -3 dB frequency.
 *
 * Two second-order sections in cascade, each discretised with a first-order hold (exact for input that is linear
 * between samples), which keeps it stable with unit gain at DC whatever the rate; a bilinear filter has no 5 kHz
 * corner at 10 kHz. Section frequencies relative to the corner and quality factors: table of the normalised
 * Bessel filter of order 4 (e.g. Zverev, Handbook of Filter Synthesis, 1967).
 */
export interface LowPass {
  /** Filters one sample. */
  next(value: number): number;
  /** Sets the state as if `value` had been the input for ever. */
  settle(value: number): void;
}

const SECTIONS = [
  { frequencyRatio: 1.430172, quality: 0.521935 },
  { frequencyRatio: 1.603358, quality: 0.805538 },
] as const;

/** Group delay at low frequency, ms: how much later than the input the output comes. */
export function besselDelayMs(cornerHz: number): number {
  const perSection = SECTIONS.map(({ frequencyRatio, quality }) => 1 / (2 * Math.PI * cornerHz * frequencyRatio * quality));
  return 1000 * perSection.reduce((sum, seconds) => sum + seconds, 0);
}

/** @throws Error unless both frequencies are above 0. */
export function createBesselLowPass(cornerHz: number, sampleRateHz: number): LowPass {
  if (!(cornerHz > 0) || !(sampleRateHz > 0)) {
    throw new Error(
      `A low-pass filter needs a corner and a sample rate above 0 Hz, got ${cornerHz} Hz at ${sampleRateHz} Hz. Correct the ` +
        `filter setting.`,
    );
  }
  const sections = SECTIONS.map(({ frequencyRatio, quality }) =>
    createSection(2 * Math.PI * cornerHz * frequencyRatio, quality, 1 / sampleRateHz),
  );
  return {
    next: (value) => sections.reduce((signal, section) => section.next(signal), value),
    settle: (value) => sections.forEach((section) => section.settle(value)),
  };
}

/** H(s) = w0^2 / (s^2 + w0/Q s + w0^2) with Q > 1/2, its answer to a ramp sampled to get the difference equation. */
function createSection(w0: number, quality: number, stepS: number): LowPass {
  const decay = w0 / (2 * quality);
  const ringing = Math.sqrt(w0 * w0 - decay * decay);
  const lag = 1 / (w0 * quality);
  const rampResponse = (timeS: number): number =>
    timeS - lag + Math.exp(-decay * timeS) * (lag * Math.cos(ringing * timeS) + ((decay * lag - 1) / ringing) * Math.sin(ringing * timeS));
  const a1 = -2 * Math.exp(-decay * stepS) * Math.cos(ringing * stepS);
  const a2 = Math.exp(-2 * decay * stepS);
  const [g1, g2, g3] = [rampResponse(stepS), rampResponse(2 * stepS), rampResponse(3 * stepS)];
  const b0 = g1 / stepS;
  const b1 = (g2 + a1 * g1) / stepS - 2 * b0;
  const b2 = (g3 + a1 * g2 + a2 * g1) / stepS - 3 * b0 - 2 * b1;

  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  return {
    next(x) {
      const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      return y;
    },
    settle(value) {
      x1 = x2 = y1 = y2 = value;
    },
  };
}
