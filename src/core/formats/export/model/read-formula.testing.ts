/** Reads and computes formulas as the text formats of models write them: what a program that opens the file does, in miniature. */
export type Lookup = (name: string) => number;

const TOKEN = /\s*(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+|[A-Za-z_]\w*|&&|[-+*/()<?:,])/y;
const CALLS: Readonly<Record<string, (...args: number[]) => number>> = {
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  floor: Math.floor,
  if: (c = NaN, a = NaN, b = NaN) => (c !== 0 ? a : b),
  choose: (c = NaN, a = NaN, b = NaN) => (c !== 0 ? a : b),
  where: (c = NaN, a = NaN, b = NaN) => (c !== 0 ? a : b),
  logical_and: (a = NaN, b = NaN) => Number(a !== 0 && b !== 0),
};

/** @throws Error for what is no formula, with the rest of the text */
export function readFormula(text: string, lookup: Lookup): number {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const trimmed = text.trim();
  while (TOKEN.lastIndex < trimmed.length) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(trimmed);
    if (found?.[1] === undefined) throw new Error(`No formula from "${trimmed.slice(from, from + 40)}" on.`);
    tokens.push(found[1]);
  }
  let at = 0;
  const take = (expected?: string): string => {
    const token = tokens[at++] ?? '';
    if (expected !== undefined && token !== expected) throw new Error(`Expected "${expected}", got "${token}" in ${trimmed.slice(0, 80)}`);
    return token;
  };
  const choice = (): number => {
    const condition = both();
    if (tokens[at] !== '?') return condition;
    take('?');
    const a = choice();
    take(':');
    const b = choice();
    return condition !== 0 ? a : b;
  };
  const both = (): number => {
    let value = comparison();
    while (tokens[at] === 'and' || tokens[at] === '&&') {
      take();
      const other = comparison();
      value = Number(value !== 0 && other !== 0);
    }
    return value;
  };
  const comparison = (): number => {
    const value = sum();
    if (tokens[at] !== '<') return value;
    take('<');
    return Number(value < sum());
  };
  const sum = (): number => {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '-') value = take() === '+' ? value + product() : value - product();
    return value;
  };
  const product = (): number => {
    let value = atom();
    while (tokens[at] === '*' || tokens[at] === '/') value = take() === '*' ? value * atom() : value / atom();
    return value;
  };
  const atom = (): number => {
    const token = take();
    if (token === '-') return -atom();
    if (token === '(') {
      const value = choice();
      take(')');
      return value;
    }
    if (/^[\d.]/.test(token)) return Number(token);
    if (tokens[at] !== '(') return lookup(token);
    take('(');
    const args = [choice()];
    while (tokens[at] === ',') {
      take(',');
      args.push(choice());
    }
    take(')');
    const call = CALLS[token];
    if (call === undefined) throw new Error(`Unknown function "${token}".`);
    return call(...args);
  };
  const value = choice();
  if (at < tokens.length) throw new Error(`Nothing was expected after ${tokens.slice(0, at).join(' ').slice(-60)}, got "${tokens[at]}".`);
  return value;
}
