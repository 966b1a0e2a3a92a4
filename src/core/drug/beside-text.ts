import { MOST_NM } from './most-nm.ts';

/**
 * Drugs at one concentration each, as a person writes them: "verapamil=81, quinidine=3". Empty parts are left out.
 * @throws Error with the part that is none, as the end of a sentence
 */
export function parseBeside(text: string): { drug: string; concentrationNm: number }[] {
  return text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [drug = '', nM = '', ...more] = part.split('=').map((piece) => piece.trim());
      const concentrationNm = nM === '' ? NaN : Number(nM);
      if (drug === '' || more.length > 0 || !(concentrationNm >= 0 && concentrationNm <= MOST_NM))
        throw new Error(`expected NAME=nM with 0 to 1e9 nM, like verapamil=81, got "${part.trim()}". Correct it.`);
      return { drug, concentrationNm };
    });
}
