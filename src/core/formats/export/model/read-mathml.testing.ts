import type { Lookup } from './read-formula.testing.ts';

/** An element of XML as far as formulas need it. */
export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

/** Stands where <sep/> stood between the parts of a number. */
const SEPARATOR = '\u241f';

/** @throws Error for elements that do not close */
export function readXml(xml: string): Element {
  const root: { children: Element[] } = { children: [] };
  const open: { tag: string; attributes: Record<string, string>; children: Element[]; text: string }[] = [];
  const add = (element: Element): void => {
    (open.at(-1) ?? root).children.push(element);
  };
  for (const [, comment, closing, tag = '', attributes = '', selfClosed, text = ''] of xml.matchAll(
    /(<!--[\s\S]*?-->|<\?[\s\S]*?\?>)|<(\/)?([\w:]+)((?:\s+[\w:]+="[^"]*")*)\s*(\/)?>|([^<]+)/g,
  )) {
    if (comment !== undefined) continue;
    if (tag === '') {
      const last = open.at(-1);
      if (last) last.text += text;
    } else if (closing !== undefined) {
      const done = open.pop();
      if (done?.tag !== tag) throw new Error(`Expected </${done?.tag ?? 'nothing'}>, got </${tag}>.`);
      add(done);
    } else {
      const element = {
        tag,
        attributes: Object.fromEntries([...attributes.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value])),
        children: [],
        text: '',
      };
      if (selfClosed === undefined) open.push(element);
      else if (tag === 'sep') (open.at(-1) ?? { text: '' }).text += SEPARATOR;
      else add(element);
    }
  }
  const [only] = root.children;
  if (only === undefined || open.length > 0) throw new Error('Expected one element that closes.');
  return only;
}

/** Every element of a tag, in the order of the file. */
export function allOf(element: Element, tag: string): Element[] {
  return [...(element.tag === tag ? [element] : []), ...element.children.flatMap((child) => allOf(child, tag))];
}

/** The value of a formula in content MathML. */
export function readMathMl(element: Element, lookup: Lookup): number {
  const { tag, children, text } = element;
  if (tag === 'cn') return Number(text.replace(SEPARATOR, 'e'));
  if (tag === 'ci' || tag === 'csymbol') return lookup(text.trim());
  const of = (child: Element | undefined): number => (child === undefined ? NaN : readMathMl(child, lookup));
  if (tag === 'piecewise') {
    const [piece, otherwise] = children;
    return of(piece?.children[1]) !== 0 ? of(piece?.children[0]) : of(otherwise?.children[0]);
  }
  if (tag !== 'apply') throw new Error(`Unknown element <${tag}> in a formula.`);
  const [operator, ...args] = children;
  const values = args.map(of);
  const [a = NaN, b = NaN] = values;
  const operate = OPERATORS[operator?.tag ?? ''];
  if (operate === undefined) throw new Error(`Unknown operator <${operator?.tag ?? ''}> in a formula.`);
  return operate(a, b);
}

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  plus: (a, b) => a + b,
  minus: (a, b) => a - b,
  times: (a, b) => a * b,
  divide: (a, b) => a / b,
  exp: Math.exp,
  ln: Math.log,
  root: Math.sqrt,
  floor: Math.floor,
  lt: (a, b) => Number(a < b),
  and: (a, b) => Number(a !== 0 && b !== 0),
};
