import { performance } from 'node:perf_hooks';
import {
  epcCommands,
  epcDifference,
  epcQuestions,
  readEpcState,
  type EpcChange,
  type EpcState,
} from '../../../shared/patchmaster/index.ts';
import { printable } from '../amplifier/printable.ts';
import { RigError } from '../rig-error.ts';
import { BatchExchange } from './batch-exchange.ts';

/** A change of mode takes longer than 50 ms. */
const APPLIED_MS = 1000;
const MOST_TEXT = 60;

/**
 * An EPC 9 or 10 through PatchMaster: what it is set to, and changes. Never tried on hardware (docs/patchmaster.md).
 * @example
 * const epc = await openPatchMaster('C:/HEKA/PatchMaster', 1);
 * await epc.set({ mode: 'VC', gainMvPa: 1 }); // { mode: 'VC', gainMvPa: 1, realisedGainMvPa: 1.002, ... }
 */
export interface PatchMaster {
  /** @throws RigError no-answer, bad-device */
  read(): Promise<EpcState>;
  /** Changes and reads back. @throws RigError refused, no-answer, bad-device where it did not come about */
  set(change: EpcChange): Promise<EpcState>;
}

/** @param folder of its batch files @param amplifier 1, 2 ... of a double or triple EPC @throws RigError no-answer, port-missing */
export async function openPatchMaster(folder: string, amplifier: number): Promise<PatchMaster> {
  const exchange = await BatchExchange.open(folder);
  const read = async (): Promise<EpcState> => {
    const questions = epcQuestions(amplifier);
    const answers = await exchange.ask(questions, questions.length);
    try {
      return readEpcState(answers);
    } catch (error) {
      throw new RigError(
        'bad-device',
        `Expected the state of an EPC, got another answer: ${printable(errorText(error), MOST_TEXT)} Ask again.`,
        {
          cause: error,
        },
      );
    }
  };
  await exchange.ask(['acknowledged']);
  return {
    read,
    async set(change) {
      const answers = await exchange.ask(commandsOf(amplifier, change));
      const complaint = answers.find((answer) => /error/i.test(answer));
      if (complaint !== undefined)
        throw new RigError(
          'refused',
          `Expected PatchMaster to set the EPC, got "${printable(complaint, MOST_TEXT)}". Set it there by hand.`,
        );
      const end = performance.now() + APPLIED_MS;
      for (;;) {
        const state = await read();
        const difference = epcDifference(state, change);
        if (difference === null) return state;
        if (performance.now() > end) throw new RigError('bad-device', `Expected ${difference}. Set it in PatchMaster by hand.`);
      }
    },
  };
}

const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function commandsOf(amplifier: number, change: EpcChange): string[] {
  try {
    return epcCommands(amplifier, change);
  } catch (error) {
    throw new RigError('refused', errorText(error), { cause: error });
  }
}
