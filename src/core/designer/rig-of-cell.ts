import { NO_ARTEFACTS, sampleArtefacts, type Artefacts } from '../experiment/artefacts.ts';
import { createRandom } from '../random/random.ts';
import { TYPICAL_LEAK_NS_PF } from './nuisance.ts';
import type { ScoreSettings } from './score-settings.ts';

/** Keeps rigs apart from whatever else is drawn for a cell of the same name. */
const BRANCH = 4711;

/**
 * Electrode, seal and amplifier that a cell is judged behind: one for all, or where the settings say so one of its own, told by the cell's
 * name alone.
 */
export function rigOfCell(settings: ScoreSettings, cell: string): Artefacts {
  if (settings.rigs) return sampleArtefacts(createRandom(hash(cell)).fork(BRANCH));
  // MOhm x pF = us.
  return { ...NO_ARTEFACTS, rsCmMs: (settings.rsMohm * settings.membranePf) / 1000, leakNsPf: TYPICAL_LEAK_NS_PF };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
