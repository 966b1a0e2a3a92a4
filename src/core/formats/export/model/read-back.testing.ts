import type { Lookup } from './read-formula.testing.ts';
import { readFormula } from './read-formula.testing.ts';
import { allOf, readMathMl, readXml, type Element } from './read-mathml.testing.ts';

/** What was read of a model file: numbers that it states, and formulas by name; those of rates as "dot NAME". */
export interface ReadBack {
  readonly given: ReadonlyMap<string, number>;
  readonly formulas: ReadonlyMap<string, (lookup: Lookup) => number>;
}

/** Rates of states under values for parameters, states and time; whatever is not given is computed by the file's own formulas. */
export function ratesOf({ given, formulas }: ReadBack, states: readonly string[], values: ReadonlyMap<string, number>): number[] {
  const known = new Map<string, number>();
  const lookup = (name: string): number => {
    const fixed = values.get(name) ?? known.get(name);
    if (fixed !== undefined) return fixed;
    const formula = formulas.get(name);
    const value = formula === undefined ? given.get(name) : formula(lookup);
    if (value === undefined) throw new Error(`The file says nothing of "${name}".`);
    known.set(name, value);
    return value;
  };
  return states.map((state) => lookup(`dot ${state}`));
}

type Entry = readonly [name: string, formula: string];

function readBack(entries: Iterable<Entry>): ReadBack {
  const given = new Map<string, number>();
  const formulas = new Map<string, (lookup: Lookup) => number>();
  for (const [name, text] of entries) {
    // What only hands a stated parameter or a state over.
    if (/^(p[.[]|y\()/.test(text)) continue;
    if (/^-?[\d.]+(e[+-]?\d+)?$/i.test(text)) given.set(name, Number(text));
    formulas.set(name, (lookup) => readFormula(text, lookup));
  }
  return { given, formulas };
}

function* matches(text: string, pattern: RegExp, entry: (found: RegExpMatchArray) => Entry): Generator<Entry> {
  for (const found of text.matchAll(pattern)) yield entry(found);
}

export function readMmt(text: string): ReadBack {
  return readBack(
    matches(
      text,
      /^(?:cell\.)?(dot\((\w+)\)|\w+) = (.*?)(?: in \[.*?\])?(?: bind \w+)?(?: +#.*)?$/gm,
      ([, name = '', state, formula = '']) => [state === undefined ? name : `dot ${state}`, formula],
    ),
  );
}

export function readMatlab(text: string): ReadBack {
  const states = [...text.matchAll(/^(\w+) = y\((\d+)\);$/gm)].map(([, name = '']) => name);
  return readBack(
    matches(text, /^ *(?:p\.)?(\w+|dy\((\d+)\)) = (.*?);(?: %.*)?$/gm, ([, name = '', place, formula = '']) => [
      place === undefined ? name : `dot ${states[Number(place) - 1] ?? ''}`,
      formula,
    ]),
  );
}

export function readPython(text: string): ReadBack {
  const rates = [...text.matchAll(/^ {8}(.*),  # (\w+)$/gm)].map(([, formula = '', state = '']): Entry => [`dot ${state}`, formula]);
  const stated = [...text.matchAll(/^ {4}'(\w+)': (.*?),(?:  #.*)?$/gm)].map(([, name = '', value = '']): Entry => [name, value]);
  return readBack([
    ...stated,
    ...matches(text, /^ {4}(\w+) = (.*?)(?:  #.*)?$/gm, ([, name = '', formula = '']): Entry => [name, formula]),
    ...rates,
  ]);
}

/** With the rates that openCARP gives a gate itself, and the potential from Iion. */
export function readEasyMl(text: string): ReadBack {
  const entries = [
    ...matches(text, /^ *(\w+) = (.*?);(?: \.units\(.*?\);)?(?: \/\/.*)?$/gm, ([, name = '', formula = '']): Entry => [name, formula]),
  ];
  const rates = entries.flatMap(([name, formula]): Entry[] => {
    if (name.startsWith('diff_')) return [[`dot ${name.slice(5)}`, formula]];
    const gate = name.startsWith('tau_') ? name.slice(4) : null;
    return gate === null ? [] : [[`dot ${gate}`, `(${gate}_inf - ${gate}) / tau_${gate}`]];
  });
  return readBack([...entries, ...rates, ['dot V', '-Iion']]);
}

function ofXml(
  root: Element,
  given: readonly (readonly [string, string | undefined])[],
  equations: readonly (readonly [string, Element | undefined])[],
): ReadBack {
  return {
    given: new Map(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, Number(value)] as const]))),
    formulas: new Map(
      equations.map(([name, formula]) => {
        if (formula === undefined) throw new Error(`The ${root.tag} has no formula of "${name}".`);
        return [name, (lookup: Lookup) => readMathMl(formula, lookup)] as const;
      }),
    ),
  };
}

export function readCellMl(xml: string): ReadBack {
  const root = readXml(xml);
  const variables = allOf(root, 'variable').map(({ attributes }) => [attributes['name'] ?? '', attributes['initial_value']] as const);
  const [math] = allOf(root, 'math');
  const equations = (math?.children ?? []).map(({ children: [, left, right] }) => {
    const names = left === undefined ? [] : allOf(left, 'ci').map(({ text }) => text);
    return [left?.tag === 'apply' ? `dot ${names.at(-1) ?? ''}` : (names[0] ?? ''), right] as const;
  });
  return ofXml(root, variables, equations);
}

export function readSbml(xml: string): ReadBack {
  const root = readXml(xml);
  const parameters = allOf(root, 'parameter').map(({ attributes }) => [attributes['id'] ?? '', attributes['value']] as const);
  const rules = ['assignmentRule', 'rateRule'].flatMap((tag) =>
    allOf(root, tag).map(({ attributes, children }) => {
      const name = attributes['variable'] ?? '';
      return [tag === 'rateRule' ? `dot ${name}` : name, children[0]?.children[0]] as const;
    }),
  );
  return ofXml(root, parameters, rules);
}
