import { concentrationWords, type BathMm } from '../cell/bath-mm.ts';
import type { RecordingConditions } from '../trace/recording.ts';
import type { Twin } from './twin.ts';

/** Concentrations outside the cell that a recording states; absent: none of them. */
export function bathOf({ bathPotassiumMm, bathCalciumMm, bathSodiumMm }: RecordingConditions): { readonly bathMm?: BathMm } {
  const bathMm: BathMm = {
    ...(bathPotassiumMm === undefined ? {} : { potassium: bathPotassiumMm }),
    ...(bathCalciumMm === undefined ? {} : { calcium: bathCalciumMm }),
    ...(bathSodiumMm === undefined ? {} : { sodium: bathSodiumMm }),
  };
  return Object.keys(bathMm).length === 0 ? {} : { bathMm };
}

/** The solution around a twin, in words; what nobody stated is that of the published cell. */
export function twinBathWords({ bathMm }: Pick<Twin, 'bathMm'>): string {
  return bathMm === undefined ? 'not stated (as published)' : `${concentrationWords(bathMm)}, else as published`;
}
