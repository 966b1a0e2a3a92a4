/**
 * Seeded random numbers: the only source of randomness in the core, so that every population, noise trace and
 * simulated rig can be made again from its seed. Generator: xoshiro128** (Blackman & Vigna 2021,
 * doi:10.1145/3460772), its state filled by splitmix32.
 */
export interface Random {
  /** Uniform in [0, 1), 53 random bits. */
  uniform(): number;
  /** Standard normal deviate (mean 0, SD 1). */
  normal(): number;
  /** Uniform whole number in 0 ... n - 1. */
  integer(n: number): number;
  /**
   * An independent generator that depends on this one's seed and the label alone, not on the numbers drawn before:
   * cell 17 of a population is the same cell on any thread and in any order.
   */
  fork(label: number): Random;
}

/** @throws Error unless the seed is a whole number within +-2^53. */
export function createRandom(seed: number): Random {
  return fromKey(0x9e3779b9, 0x243f6a88, checkedWhole(seed, 'seed'));
}

function fromKey(keyA: number, keyB: number, label: number): Random {
  let mixing = absorb(absorb(absorb(keyA, keyB), label | 0), Math.floor(label / 0x1_0000_0000) | 0);
  const nextWord = (): number => {
    mixing = (mixing + 0x9e3779b9) | 0;
    return finalise(mixing);
  };
  const childKeyA = nextWord();
  const childKeyB = nextWord();
  let a = nextWord();
  let b = nextWord();
  let c = nextWord();
  // The all-zero state would stay zero for ever.
  let d = nextWord() | 1;
  let spareNormal: number | null = null;

  const next = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const uniform = (): number => ((next() >>> 5) * 0x400_0000 + (next() >>> 6)) / 0x20_0000_0000_0000;

  return {
    uniform,
    // Marsaglia's polar method gives two deviates at a time.
    normal() {
      if (spareNormal !== null) {
        const value = spareNormal;
        spareNormal = null;
        return value;
      }
      for (;;) {
        const x = 2 * uniform() - 1;
        const y = 2 * uniform() - 1;
        const squared = x * x + y * y;
        if (squared >= 1 || squared === 0) continue;
        const factor = Math.sqrt((-2 * Math.log(squared)) / squared);
        spareNormal = y * factor;
        return x * factor;
      }
    },
    integer(n) {
      if (!Number.isSafeInteger(n) || n <= 0) {
        throw new Error(`A random whole number below n needs a whole n above 0, got ${n}. Correct the caller.`);
      }
      return Math.floor(uniform() * n);
    },
    fork(childLabel) {
      return fromKey(childKeyA, childKeyB, checkedWhole(childLabel, 'fork label'));
    },
  };
}

function absorb(state: number, word: number): number {
  return finalise((finalise(state ^ word) + 0x9e3779b9) | 0);
}

/** Avalanche of 32 bits (the finaliser of MurmurHash3). */
function finalise(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function checkedWhole(value: number, name: string): number {
  if (!Number.isSafeInteger(value)) {
    throw new Error(`The ${name} of a random generator must be a whole number within +-2^53, got ${value}.`);
  }
  return value;
}
