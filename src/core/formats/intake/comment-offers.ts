import { conditionProblem, TEMPLATE_CONDITIONS, type TemplateConditions } from '../csv/template-conditions.ts';
import type { ImportedRecording } from '../imported.ts';
import { shownText } from '../shown-text.ts';

type Condition = keyof TemplateConditions;

/** A condition that the notes of a file name and that was not taken over, since a note may be of another cell or day. */
export interface ConditionOffer {
  readonly condition: Condition;
  readonly value: number;
  /** What the file says and where, as a sentence. */
  readonly said: string;
}

export interface CommentOffers {
  readonly offers: readonly ConditionOffer[];
  /** Drugs that the notes name with a concentration, as sentences: no condition holds them. */
  readonly drugs: readonly string[];
}

const NUMBER = String.raw`([+\-−]?\d{1,4}(?:[.,]\d{1,4})?)`;
const IS = String.raw`\s*(?:[:=(]|was|is|of|at)?\s*`;
const MOHM = String.raw`\s*M(?:Ω|Ω|ohms?\b|\.?Ohm\b)`;

/** How people write a condition among other words: its name, a number, its unit. What has no unit is not guessed at. */
const WRITTEN: readonly { readonly condition: Condition; readonly pattern: RegExp }[] = [
  // "36 °C" needs no name; "36 C" does.
  { condition: 'temperatureC', pattern: new RegExp(String.raw`(?<![\d.,])${NUMBER}\s*(?:°|º|deg\.?|degrees?)\s*C(?:elsius)?\b`, 'i') },
  { condition: 'temperatureC', pattern: new RegExp(String.raw`\b(?:T|temp|temperature|bath temp|bath)${IS}${NUMBER}\s*C\b`, 'i') },
  {
    condition: 'membraneCapacitancePf',
    pattern: new RegExp(String.raw`\b(?:Cm|C_m|Cslow|C-slow|(?:cell |membrane )?cap(?:acitance)?)${IS}${NUMBER}\s*pF\b`, 'i'),
  },
  {
    condition: 'seriesResistanceMohm',
    pattern: new RegExp(String.raw`\b(?:Rs|R_s|Ra|R_a|(?:series|access)(?: resistance)?)${IS}${NUMBER}${MOHM}`, 'i'),
  },
  {
    condition: 'compensationPercent',
    pattern: new RegExp(String.raw`\b(?:Rs |series resistance )?comp(?:\.|ensation|ensated)?(?: by)?${IS}${NUMBER}\s*%`, 'i'),
  },
  { condition: 'compensationPercent', pattern: new RegExp(String.raw`(?<![\d.,])${NUMBER}\s*% (?:Rs |series resistance )?comp`, 'i') },
  {
    condition: 'junctionPotentialMv',
    pattern: new RegExp(
      String.raw`\b(?:LJP|JP|(?:liquid )?junction(?: potential)?)(?: corr(?:\.|ected|ection)?)?(?: for| by)?${IS}${NUMBER}\s*mV\b`,
      'i',
    ),
  },
];

const AMOUNT = String.raw`(\d{1,6}(?:[.,]\d{1,4})?)\s*(pM|nM|[uµμ]M)\b`;
const DRUG = String.raw`([A-Za-z][A-Za-z0-9-]{2,30})`;
const DRUGS: readonly RegExp[] = [
  new RegExp(String.raw`\b${DRUG}\s*[:=(,]?\s*${AMOUNT}`, 'g'),
  new RegExp(String.raw`\b${AMOUNT}\s+(?:of\s+)?${DRUG}`, 'g'),
];
/** Words beside a concentration that are no drug. */
const NO_DRUG =
  /^(and|with|the|conc|concentration|dose|bath|then|plus|added|add|wash|washout|from|free|intracellular|pipette|for|after|before|final)$/i;
/** Lines above the samples of our own exports: they are read as they are. */
const OWN = /recording_hash/;

/**
 * Conditions and drugs that the comment, the name and the tags of a recording state in words, beyond what is known of it already. They are
 * offered, never taken over.
 * @param known conditions that the file's own fields or the operator give
 */
export function commentOffers(recording: ImportedRecording, known: { readonly [K in Condition]?: number | undefined }): CommentOffers {
  const { comment, name, tags } = recording;
  if (comment !== null && OWN.test(comment)) return { offers: [], drugs: [] };
  const texts = [
    ...(comment === null ? [] : [{ where: 'comment', text: comment }]),
    ...(name === null ? [] : [{ where: 'name', text: name }]),
    ...tags.slice(0, MOST_TAGS).map(({ timeS, text }) => ({ where: `tag at ${Number(timeS.toFixed(2))} s`, text })),
  ];
  const offers: ConditionOffer[] = [];
  const drugs = new Set<string>();
  for (const { where, text } of texts) {
    const plain = shownText(text, LONGEST);
    for (const { condition, pattern } of WRITTEN) {
      const found = pattern.exec(plain);
      if (found === null || known[condition] !== undefined || offers.some((offer) => offer.condition === condition)) continue;
      const value = Number(found[1]!.replace(',', '.').replace('−', '-'));
      if (conditionProblem(condition, value) === null) offers.push({ condition, value, said: sentence(where, found[0], condition, value) });
    }
    for (const words of drugsIn(plain))
      drugs.add(
        `Its ${where} says "${words}": where a drug was in the bath, this is not the untreated cell. Reject it, or compare it with its ` +
          `control.`,
      );
  }
  return { offers, drugs: [...drugs].slice(0, MOST_DRUGS) };
}

const MOST_TAGS = 200;
const LONGEST = 2000;
const MOST_DRUGS = 5;

function sentence(where: string, words: string, condition: Condition, value: number): string {
  const { label, unit } = TEMPLATE_CONDITIONS[condition];
  return `Its ${where} says "${words.trim()}": ${label.toLowerCase()} ${value} ${unit}? It was not taken over; state it where it holds.`;
}

function drugsIn(text: string): string[] {
  return DRUGS.flatMap((pattern, order) =>
    [...text.matchAll(pattern)].filter((found) => !NO_DRUG.test(found[order === 0 ? 1 : 3]!)).map(([words]) => words.trim()),
  );
}
