import { answersText } from '../../../src/shared/patchmaster/index.ts';
import type { Random } from '../../../src/core/random/random.ts';

export interface PatchMasterMoment {
  /** Batches that the correct program has answered before. */
  readonly batches: number;
  readonly random: Random;
}

/** What stands in the file of answers, now or later, or what becomes of the folder or of the file. */
export type Written = string | { readonly afterMs: number; readonly text: string } | { readonly ruins: 'folder' | 'file' };

/** A program that does not do as PatchMaster does. */
export interface BadPatchMaster {
  readonly name: string;
  readonly expect: 'works' | 'fails' | 'any';
  readonly writes?: (index: number, answers: readonly string[], moment: PatchMasterMoment) => readonly Written[];
  /** Commands that it does not carry out. */
  readonly ignores?: (command: string) => boolean;
  readonly lies?: true;
}

const writes = (name: string, expect: BadPatchMaster['expect'], act: NonNullable<BadPatchMaster['writes']>): BadPatchMaster => ({
  name,
  expect,
  writes: act,
});
const each = (change: (answer: string, at: number) => string): NonNullable<BadPatchMaster['writes']> => {
  return (index, answers) => [answersText(index, answers.map(change))];
};
const half = (text: string): string => text.slice(0, text.length >> 1);

export function patchMasterKinds(): BadPatchMaster[] {
  let before = '';
  return [
    { name: 'correct', expect: 'works' },
    writes('is silent', 'fails', () => []),
    writes('answers once', 'fails', (index, answers, { batches }) => (batches === 0 ? [answersText(index, answers)] : [])),
    writes('answers with the index of before', 'fails', (index, answers) => [answersText(index - 1, answers)]),
    writes('answers with the next index', 'fails', (index, answers) => [answersText(index + 1, answers)]),
    writes('answers without an index', 'fails', (_, answers) => [answers.join('\n')]),
    writes('gives the answers of before', 'fails', (index, answers) => {
      const last = before;
      before = answersText(index, answers);
      return [last];
    }),
    writes('writes half of its answers', 'any', (index, answers) => [half(answersText(index, answers))]),
    writes('writes half, and the rest later', 'any', (index, answers) => {
      const whole = answersText(index, answers);
      return [half(whole), { afterMs: 60, text: whole }];
    }),
    writes('writes slowly', 'any', (index, answers) => {
      const whole = answersText(index, answers);
      return Array.from({ length: 8 }, (_, i) => ({ afterMs: 8, text: whole.slice(0, Math.ceil((whole.length * (i + 1)) / 8)) }));
    }),
    writes('answers too late', 'fails', (index, answers) => [{ afterMs: 1300, text: answersText(index, answers) }]),
    writes('answers with lines in another order', 'any', (index, answers) => [answersText(index, answers.toReversed())]),
    writes('leaves out an answer', 'any', (index, answers) => [answersText(index, answers.slice(1))]),
    writes('answers each twice', 'any', (index, answers) => [
      answersText(
        index,
        answers.flatMap((answer) => [answer, answer]),
      ),
    ]),
    writes(
      'answers of another amplifier',
      'any',
      each((answer) => answer.replace('Params-1', 'Params-2')),
    ),
    writes('reports errors', 'fails', (index, answers) => [answersText(index, [...answers.map(() => 'error: busy'), 'error: busy'])]),
    writes(
      'reports no numbers',
      'any',
      each((answer) => answer.replace(/(\d+\.\d+(E[-+]\d+)?)/, 'nan')),
    ),
    {
      ...writes(
        'reports numbers without end',
        'any',
        each((answer) => answer.replace(/\d+\.\d+/, '9'.repeat(400))),
      ),
      lies: true,
    },
    writes(
      'sends commands to a screen',
      'any',
      each((answer) => `${answer}\u001b[2J\u0007`),
    ),
    writes(
      'answers in long lines',
      'any',
      each((answer) => `${answer}${' x'.repeat(100_000)}`),
    ),
    writes('writes noise', 'fails', (_, __, { random }) => [
      String.fromCharCode(...Array.from({ length: 400 }, () => random.integer(256))),
    ]),
    writes('writes a file of 30 MB', 'fails', (index) => [`${index}\n${'a line\n'.repeat(4_000_000)}`]),
    writes('removes the folder', 'fails', () => [{ ruins: 'folder' }]),
    writes('has a folder where its file belongs', 'fails', () => [{ ruins: 'file' }]),
    { name: 'does nothing that is set', expect: 'fails', ignores: (command) => command.startsWith('Set') },
    { name: 'does not set the gain', expect: 'fails', ignores: (command) => command.startsWith('Set E Gain') },
  ];
}

/** Loses, delays, cuts and damages answers at random. */
export function badPatchMaster(random: Random, seed: number): BadPatchMaster {
  const [lose, cut, delay, damage] = Array.from({ length: 4 }, () => (random.uniform() < 0.5 ? 0 : 0.3 * random.uniform()));
  return {
    name: `bad line ${seed}`,
    expect: 'any',
    writes(index, answers, moment) {
      const happens = (probability = 0): boolean => moment.random.uniform() < probability;
      const whole = answersText(index, answers);
      if (happens(lose)) return [];
      if (happens(cut)) return [whole.slice(0, moment.random.integer(whole.length))];
      if (happens(delay)) return [{ afterMs: moment.random.integer(1300), text: whole }];
      if (!happens(damage)) return [whole];
      const at = moment.random.integer(whole.length);
      return [`${whole.slice(0, at)}#${whole.slice(at + 1)}`];
    },
  };
}
