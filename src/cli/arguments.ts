import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';

export interface OptionSpec {
  /** Placeholder of the option's value, as the help shows it; a switch where absent. */
  readonly value?: string;
  readonly help: string;
  readonly required?: boolean;
}

/** A word without an option name after the verb. */
export interface OperandSpec {
  /** Its meaning, as the help shows it. */
  readonly value: string;
  readonly help: string;
  /** The last one may be given several times. */
  readonly many?: true;
  /** It may be left out. */
  readonly optional?: true;
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** Options that every verb knows. */
export const COMMON_OPTIONS: OptionTable = {
  json: { help: 'One JSON document on standard output instead of a table.' },
  quiet: { help: 'Only errors on standard error: no progress, no notes.' },
  progress: { help: 'Progress on standard error as lines where that is no terminal; without it none is printed there.' },
  help: { help: 'Show this help.' },
};

export interface NumberLimits {
  readonly min?: number;
  /** The number must be above this. */
  readonly above?: number;
  readonly max?: number;
  readonly whole?: boolean;
}

/** The options of one call, read with their types. Every reader throws UsageError. */
export class Arguments {
  private readonly values: Readonly<Record<string, string | boolean | undefined>>;
  private readonly operands: readonly string[];

  /** @throws UsageError for an option the table does not have, a value that is missing and a required option that is absent */
  constructor(table: OptionTable, argv: readonly string[], operands: readonly OperandSpec[] = []) {
    const options = Object.fromEntries(
      Object.entries({ ...table, ...COMMON_OPTIONS }).map(([name, { value }]) => [
        name,
        { type: value === undefined ? ('boolean' as const) : ('string' as const) },
      ]),
    );
    try {
      const parsed = parseArgs({ args: withNegativeNumbers(argv, options), options, strict: true, allowPositionals: operands.length > 0 });
      this.values = parsed.values;
      this.operands = parsed.positionals;
    } catch (error) {
      throw new UsageError(usageSentence(error), { cause: error });
    }
    if (this.flag('help')) return;
    const absent = operands[this.operands.length];
    if (absent && absent.optional !== true) throw new UsageError(`Missing: ${absent.value}, ${absent.help}`);
    const extra = operands.at(-1)?.many === true ? undefined : this.operands[operands.length];
    if (extra !== undefined)
      throw new UsageError(`Unexpected word "${extra}"; expected ${operands.map(({ value }) => value).join(' ')} and options.`);
    const missing = Object.keys(table).filter((name) => table[name]?.required === true && this.values[name] === undefined);
    if (missing.length > 0)
      throw new UsageError(`Missing: ${missing.map((name) => `--${name} ${table[name]?.value ?? ''}`.trim()).join(', ')}.`);
  }

  /** Word number `index` after the verb; the table of operands declares it. */
  operand(index: number): string {
    const word = this.operands[index];
    if (word === undefined || word === '') throw new UsageError(`Word ${index + 1} after the verb: expected a value, got nothing.`);
    return word;
  }

  /** All words after the verb. */
  words(): readonly string[] {
    return this.operands.map((_, i) => this.operand(i));
  }

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    if (value === '') throw new UsageError(`--${name}: expected a value, got nothing.`);
    return typeof value === 'string' ? value : undefined;
  }

  /** For options the table marks as required. */
  need(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw new UsageError(`Missing: --${name}.`);
    return value;
  }

  number(name: string, limits: NumberLimits = {}): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = text.trim() === '' ? NaN : Number(text);
    const { min = -Infinity, above = -Infinity, max = Infinity, whole = false } = limits;
    if (!Number.isFinite(value) || value < min || value <= above || value > max || (whole && !Number.isSafeInteger(value))) {
      const bounds = [
        ...(Number.isFinite(min) ? [`${min} or more`] : []),
        ...(Number.isFinite(above) ? [`above ${above}`] : []),
        ...(Number.isFinite(max) ? [`at most ${max}`] : []),
      ];
      throw new UsageError(
        `--${name}: expected a ${whole ? 'whole ' : ''}number${bounds.length > 0 ? `, ${bounds.join(', ')}` : ''}; got "${text}".`,
      );
    }
    return value;
  }

  choice<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const found = allowed.find((value) => value === text);
    if (found === undefined) throw new UsageError(`--${name}: expected ${allowed.join(', ')}; got "${text}".`);
    return found;
  }

  /** Options that exclude each other. */
  exclusive(...names: readonly string[]): void {
    const given = names.filter((name) => this.values[name] !== undefined);
    if (given.length > 1) throw new UsageError(`Give only one of ${given.map((name) => `--${name}`).join(', ')}.`);
  }

  /** Exactly one of these options. */
  oneOf(...names: readonly string[]): void {
    this.exclusive(...names);
    if (names.every((name) => this.values[name] === undefined))
      throw new UsageError(`Missing: one of ${names.map((name) => `--${name}`).join(', ')}.`);
  }
}

/** `--low-mv -140` as `--low-mv=-140`: a number with a minus sign is a value, not an option. */
function withNegativeNumbers(argv: readonly string[], options: Readonly<Record<string, { readonly type: string }>>): string[] {
  const joined: string[] = [];
  for (const word of argv) {
    const before = joined.at(-1);
    const takesValue = before?.startsWith('--') === true && options[before.slice(2)]?.type === 'string';
    if (takesValue && /^-\.?\d/.test(word)) joined[joined.length - 1] = `${before}=${word}`;
    else joined.push(word);
  }
  return joined;
}

function usageSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const unknown = /Unknown option '([^']+)'/.exec(text)?.[1];
  if (unknown !== undefined) return `Unknown option ${unknown}.`;
  const positional = /Unexpected argument '([^']+)'/.exec(text)?.[1];
  if (positional !== undefined) return `Unexpected word "${positional}"; expected options only.`;
  const first = text.split('\n')[0] ?? text;
  return /[.!]$/.test(first) ? first : `${first}.`;
}
