import type { Stage } from '../twin/stages/stage.ts';
import type { LivingMode } from './living-request.ts';
import { drawBeatStage } from './stages/draw-beat.ts';
import { drawClampStage } from './stages/draw-clamp.ts';
import { fitClampStage } from './stages/fit-clamp.ts';
import { polishBeatStage } from './stages/polish-beat.ts';
import { readStage } from './stages/read.ts';
import { searchBeatStage } from './stages/search-beat.ts';
import { settleBeatStage } from './stages/settle-beat.ts';

const STAGES: Readonly<Record<LivingMode, readonly Stage[]>> = {
  clamp: [readStage, fitClampStage, drawClampStage],
  'clamp+potential': [readStage, searchBeatStage, settleBeatStage, polishBeatStage, drawBeatStage],
};

export function livingStages(mode: LivingMode): readonly Stage[] {
  return STAGES[mode];
}
