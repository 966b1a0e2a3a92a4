import type { Expression } from '../../../cell/expression.ts';
import type { ReadableModel, ReadableVariable } from './readable-model.ts';

/** What the languages of XML model files write differently. */
export interface MathMlDialect {
  /** Attributes of every number. */
  readonly numberAttributes: string;
  /** How a name is written where it is not a plain <ci>, such as the time of SBML. */
  symbol?(name: string): string | undefined;
}

const ELEMENTS: Readonly<Record<string, string>> = {
  add: '<plus/>',
  subtract: '<minus/>',
  multiply: '<times/>',
  divide: '<divide/>',
  exp: '<exp/>',
  log: '<ln/>',
  sqrt: '<root/>',
  floor: '<floor/>',
  less: '<lt/>',
  and: '<and/>',
};

/** Formulas of a model as content MathML: what has a name by its name. */
export class MathMlPrinter {
  readonly #names: ReadonlyMap<Expression, string>;
  readonly #dialect: MathMlDialect;

  constructor({ nameOf }: Pick<ReadableModel, 'nameOf'>, dialect: MathMlDialect) {
    this.#names = nameOf;
    this.#dialect = dialect;
  }

  variable({ name, node }: ReadableVariable): string {
    const first = this.#names.get(node);
    return first === undefined || first === name ? this.#written(node) : this.name(first);
  }

  formula(node: Expression): string {
    const name = this.#names.get(node);
    return name === undefined ? this.#written(node) : this.name(name);
  }

  name(name: string): string {
    return this.#dialect.symbol?.(name) ?? `<ci>${name}</ci>`;
  }

  number(value: number): string {
    const [mantissa, exponent] = String(value).split('e');
    const attributes = this.#dialect.numberAttributes;
    return exponent === undefined
      ? `<cn${attributes}>${mantissa}</cn>`
      : `<cn${attributes} type="e-notation">${mantissa}<sep/>${Number(exponent)}</cn>`;
  }

  #written(node: Expression): string {
    if (node.op === 'constant') return this.number(node.value);
    const [a = '', b = '', c = ''] = node.args.map((arg) => this.formula(arg));
    if (node.op === 'select') return `<piecewise><piece>${b}${a}</piece><otherwise>${c}</otherwise></piecewise>`;
    const element = ELEMENTS[node.op];
    if (element === undefined) throw new Error(`A model file has no name for the input "${node.name}".`);
    return `<apply>${element}${a}${b}</apply>`;
  }
}

/** Text as it may stand in XML. */
export function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Text as it may stand in an XML comment. */
export function xmlComment(text: string): string {
  return text.replaceAll('--', '- -').replace(/-$/, '- ');
}
