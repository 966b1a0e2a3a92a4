import type { Expression } from '../../../cell/expression.ts';
import { printOperator, type Dialect } from '../../../cell/print-operator.ts';
import type { ReadableModel, ReadableVariable } from './readable-model.ts';

/** What the languages of model files differ in. */
export type FormulaDialect = Omit<Dialect, 'ref' | 'input' | 'constant'> & {
  constant?(value: number): string;
  /** Where a choice is written as a call, its parts need no brackets. */
  readonly selectIsCall: boolean;
};

/** Prints formulas of a model: what has a name by its name, the rest written out. */
export class FormulaPrinter {
  readonly #names: ReadonlyMap<Expression, string>;
  readonly #dialect: FormulaDialect;

  constructor({ nameOf }: Pick<ReadableModel, 'nameOf'>, dialect: FormulaDialect) {
    this.#names = nameOf;
    this.#dialect = dialect;
  }

  /** A variable's formula; of a second name for a quantity, the first name. */
  variable({ name, node }: ReadableVariable): string {
    const first = this.#names.get(node);
    return first === undefined || first === name ? this.#written(node) : first;
  }

  /** Any quantity, by its name where it has one. */
  formula(node: Expression): string {
    return this.#names.get(node) ?? this.#written(node);
  }

  #written(node: Expression): string {
    const { constant = String, call, select, selectIsCall } = this.#dialect;
    const [first, second, third] = node.args;
    if (node.op === 'select' && selectIsCall && first && second && third) {
      return select(this.formula(first), this.formula(second), this.formula(third));
    }
    const reciprocal = node.op === 'multiply' ? [first, second].find((arg) => isReciprocal(arg) && !this.#names.has(arg)) : undefined;
    if (reciprocal?.args[1] !== undefined) {
      return `${this.#operand(reciprocal === first ? second : first, LEFT_OF['divide'])} / ${this.#operand(reciprocal.args[1], null)}`;
    }
    if (isNegation(node)) return `-${this.#operand(isMinusOne(first) ? second : first, null)}`;
    if (isCall(node) && first !== undefined) return call(node.op, this.formula(first));
    return printOperator(node, {
      ...this.#dialect,
      ref: (arg) => this.#operand(arg, arg === first && first !== second ? LEFT_OF[node.op] : RIGHT_OF[node.op]),
      constant,
      input: (name) => {
        throw new Error(`A model file has no name for the input "${name}".`);
      },
    });
  }

  /** A part of a formula, in brackets unless it binds by itself or is of the operators that bind more tightly. */
  #operand(node: Expression | undefined, bound: string | null | undefined): string {
    if (node === undefined) throw new Error('A formula lacks an operand.');
    const name = this.#names.get(node);
    if (name !== undefined) return name;
    const text = this.#written(node);
    if (isCall(node) || (node.op === 'constant' && node.value >= 0)) return text;
    return bound?.includes(node.op) === true && !isNegation(node) ? text : `(${text})`;
  }
}

/** Operators that need no brackets on the left of another, and on its right; every language evaluates from the left. */
const LEFT_OF: Readonly<Record<string, string>> = {
  add: 'add subtract multiply divide',
  subtract: 'add subtract multiply divide',
  multiply: 'multiply divide',
  divide: 'multiply divide',
  less: 'add subtract multiply divide',
  and: 'less',
};
const RIGHT_OF: Readonly<Record<string, string>> = {
  add: 'add subtract multiply divide',
  subtract: 'multiply divide',
  multiply: 'multiply divide',
  less: 'add subtract multiply divide',
  and: 'less',
};

function isCall(node: Expression): node is Expression & { readonly op: 'exp' | 'log' | 'sqrt' | 'floor' } {
  return node.op === 'exp' || node.op === 'log' || node.op === 'sqrt' || node.op === 'floor';
}

function isReciprocal(node: Expression | undefined): node is Expression {
  const numerator = node?.op === 'divide' ? node.args[0] : undefined;
  return numerator?.op === 'constant' && numerator.value === 1;
}

function isMinusOne(node: Expression | undefined): boolean {
  return node?.op === 'constant' && node.value === -1;
}

function isNegation(node: Expression): boolean {
  return node.op === 'multiply' && node.args.some(isMinusOne);
}
