/**
 * A simulated ePatch says so in the payload of its answer to FPGA_RESET, where a real one has none: letters, one a word, and its seed.
 */
const MARK = Array.from('SIMULATED', (letter) => letter.charCodeAt(0));

export function simulatedMark(seed: number): number[] {
  return [...MARK, seed & 0xffff];
}

/** Seed of the simulated device that sent this, null for any other. */
export function simulatedSeed(words: readonly number[]): number | null {
  return words.length === MARK.length + 1 && MARK.every((letter, i) => words[i] === letter) ? words[MARK.length]! : null;
}
