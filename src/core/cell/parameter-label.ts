import { CELL_MODELS } from './models.ts';
import type { Parameter } from './parameter.ts';

/** What every cell is given besides its own parameters. */
const COMMON_LABELS: Readonly<Record<string, string>> = {
  'leak.g': 'Seal leak',
  'leak.E': 'Reversal potential of the seal leak',
  'env.temperatureC': 'Temperature',
  'dynamicClamp.IK1': 'IK1 added by dynamic clamp',
  'bath.K': 'Potassium outside',
  'bath.Ca': 'Calcium outside',
  'bath.Na': 'Sodium outside',
};

/** The symbol of the model's paper stands behind the current that it belongs to. */
function labelOf({ id, current }: Parameter): string {
  const common = COMMON_LABELS[id];
  if (common !== undefined) return common;
  const symbol = id.slice(id.indexOf('.') + 1);
  if (id.startsWith('scale.')) return `Scale of ${symbol}`;
  return `${current.slice(0, 1).toUpperCase()}${current.slice(1)} ${symbol}`.trim();
}

const LABELS: ReadonlyMap<string, string> = new Map(
  CELL_MODELS.flatMap(({ adjustable }) => adjustable.map((parameter) => [parameter.id, labelOf(parameter)] as const)),
);

/**
 * What people read of a parameter of a cell; its unit stands beside it or in its column. Of an id that no model has: the id.
 * @example parameterLabel('ikr.g_Kr') === 'IKr g_Kr'
 */
export function parameterLabel(id: string): string {
  return LABELS.get(id) ?? id;
}

const WORD = /[A-Za-z][\w]*\.\w+/g;

/** A text that names parameters by their ids, as earlier versions wrote, in labels. */
export function withLabels(text: string): string {
  return text.replace(WORD, parameterLabel);
}
