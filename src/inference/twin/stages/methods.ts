import type { InferenceMethod } from '../inference-request.ts';
import { chooseStage } from './choose.ts';
import { correctStage } from './correct.ts';
import { defectCorrectStage } from './defect-correct.ts';
import { drawStage } from './draw.ts';
import { guessStage } from './guess.ts';
import { noiseStage } from './noise.ts';
import { searchStage } from './search.ts';
import { settleStage } from './settle.ts';
import type { Stage } from './stage.ts';
import { temperStage } from './temper.ts';

const FIRST: Readonly<Record<InferenceMethod, readonly Stage[]>> = {
  network: [noiseStage, guessStage, correctStage],
  refined: [noiseStage, guessStage, correctStage, searchStage, temperStage],
  fit: [noiseStage, searchStage, temperStage],
};

/** A method is a list of stages. @param whole true: until the search has converged; false: it ends early and there is no ensemble */
export function stagesOf(method: InferenceMethod, whole: boolean): readonly Stage[] {
  if (method === 'network') return FIRST.network;
  return [...FIRST[method], ...(whole ? [defectCorrectStage, drawStage, chooseStage] : [settleStage])];
}
