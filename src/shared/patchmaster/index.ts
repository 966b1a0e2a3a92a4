/** Batch files of PatchMaster, for both sides. */
export { answersText, BATCH_FILES, BATCH_MARK, batchText, LAST_INDEX, readAnswers, readBatch } from './batch-file.ts';
export type { Batch } from './batch-file.ts';
export { epcCommands, epcDifference } from './epc-changes.ts';
export type { EpcChange } from './epc-changes.ts';
export { EPC_COMMAND_GAINS_PA_V, EPC_GAINS_MV_PA, EPC_MODES, epcQuestions, readEpcState } from './epc-settings.ts';
export type { EpcMode, EpcState } from './epc-settings.ts';
