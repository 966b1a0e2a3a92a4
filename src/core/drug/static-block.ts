import { figureNote, sweepCondition } from './sweep-condition.ts';

/** Belongs to every answer on a drug: what its block leaves out, and what its net charge is not. */
export const STATIC_BLOCK =
  'Block is static: no trapping, no use dependence. Net charge is not the qNet of CiPA, and no risk class is shown.';

/** Beside a beat of a twin by itself with a drug: "Block is static, free running". */
export const FREE_STATIC_NOTE = figureNote(sweepCondition());
