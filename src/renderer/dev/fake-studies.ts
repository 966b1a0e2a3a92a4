import type { TwinclampApi } from '../../shared/contract/contract.ts';

type StudyCalls = Pick<
  TwinclampApi['call'],
  | 'drug:measured'
  | 'drug:run'
  | 'drug:cancel'
  | 'drug:experiments'
  | 'drug:open'
  | 'drug:remove'
  | 'drug:sensitivity'
  | 'drug:compare'
  | 'drug:export'
  | 'drug:exportFigure'
  | 'drug:saveCompound'
  | 'drug:removeCompound'
  | 'drug:importCompounds'
>;

/** The harness simulates no cells: its experiments end with that sentence. */
export function fakeStudyCalls(): StudyCalls {
  const none = (): Promise<never> => Promise.reject(new Error('The development page simulates no experiments. Use the app.'));
  return {
    'drug:measured': none,
    'drug:run': none,
    'drug:cancel': async () => undefined,
    'drug:experiments': async () => [],
    'drug:open': none,
    'drug:remove': async () => undefined,
    'drug:sensitivity': none,
    'drug:compare': none,
    'drug:export': none,
    'drug:exportFigure': none,
    'drug:saveCompound': none,
    'drug:removeCompound': none,
    'drug:importCompounds': none,
  };
}
