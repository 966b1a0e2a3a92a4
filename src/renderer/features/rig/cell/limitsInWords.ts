import { GATE_WORDS, type Gate } from '../../../../core/quality/gates.ts';

/** The limits of a gate as a sentence. */
export function limitsInWords({ id, passFrom, passTo, failBelow, failAbove }: Gate): string {
  const { unit } = GATE_WORDS[id];
  const within =
    passFrom !== null && passTo !== null
      ? `${passFrom} to ${passTo} ${unit}`
      : passFrom !== null
        ? `${passFrom} ${unit} or more`
        : passTo !== null
          ? `${passTo} ${unit} or less`
          : 'any value';
  const fails = [failBelow === null ? null : `below ${failBelow} ${unit}`, failAbove === null ? null : `above ${failAbove} ${unit}`].filter(
    (part) => part !== null,
  );
  return `Passes with ${within}${fails.length > 0 ? `, fails ${fails.join(' and ')}` : ''}.`;
}
