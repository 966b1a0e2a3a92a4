import { compoundsJson } from '../../core/drug/compound-csv.ts';
import { compoundQuestions, publishedDrugs, readCompounds } from '../drug-table.ts';
import { writeText } from '../files.ts';
import { shown, table } from '../table.ts';
import type { Verb } from '../verb.ts';

export const compounds: Verb = {
  words: ['compounds'],
  summary: 'Check a table of own compounds, and write it with every IC50 in nM.',
  operands: [
    { value: 'FILE', help: 'CSV with the columns compound, channel, IC50, unit (nM, uM, mM, M, pIC50), hill, free Cmax; or JSON.' },
  ],
  options: { out: { value: 'FILE.json', help: 'The compounds as --compounds takes them.' } },
  run(args) {
    const own = readCompounds(args.operand(0));
    const questions = compoundQuestions(publishedDrugs(), own);
    const out = args.text('out');
    if (out !== undefined) writeText(out, compoundsJson(own));
    return Promise.resolve({
      json: { compounds: own, questions },
      lines: [
        ...table(
          ['Compound', 'Channel', 'IC50 (nM)', 'Hill', 'Free Cmax (nM)'],
          own.flatMap(({ drug, freeCmaxNm, channels }) =>
            channels.map(({ channel, ic50Nm, hill, hillGiven }) => [
              drug,
              channel,
              String(Number(ic50Nm.toPrecision(6))),
              `${hill}${hillGiven ? '' : ' (assumed)'}`,
              shown(freeCmaxNm, 2),
            ]),
          ),
        ),
        ...questions,
      ],
    });
  },
};
