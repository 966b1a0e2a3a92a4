import { COMMON_OPTIONS, type OptionTable } from './arguments.ts';
import { pairs } from './table.ts';
import type { Verb } from './verb.ts';

/** Usage of a verb, in one line. */
export function usageOf({ words, operands, options }: Verb): string {
  const parts = Object.entries(options).map(([name, { value, required }]) => {
    const option = value === undefined ? `--${name}` : `--${name} ${value}`;
    return required === true ? option : `[${option}]`;
  });
  return ['twinclamp', ...words, ...(operands ?? []).map(({ value }) => value), ...parts, '[--json]'].join(' ');
}

export function helpOf(verb: Verb): string[] {
  const words = (verb.operands ?? []).map(({ value, help }): readonly [string, string] => [`  ${value}`.padEnd(28), help]);
  return [
    verb.summary,
    '',
    `Usage: ${usageOf(verb)}`,
    '',
    ...(words.length > 0 ? pairs(words) : []),
    ...optionLines(verb.options),
    ...optionLines(COMMON_OPTIONS),
  ];
}

function optionLines(options: OptionTable): string[] {
  const entries = Object.entries(options);
  return entries.length === 0
    ? []
    : pairs(entries.map(([name, { value, help }]) => [`  --${name}${value === undefined ? '' : ` ${value}`}`.padEnd(28), help]));
}

export function overview(verbs: readonly Verb[]): string[] {
  return [
    'TwinClamp: one voltage-clamp recording of a heart cell in, its digital twin out.',
    '',
    'Usage: npm run -s twinclamp -- VERB [options] [--json]',
    '',
    ...pairs(verbs.map(({ words, summary }) => [`  ${words.join(' ')}`, summary])),
    '',
    'VERB --help lists the options. Exit code 0: done, 1: the job failed, 2: wrong usage.',
  ];
}
