const MINUS = '\u2212';

/** A number with a true minus sign and fixed digits, "–" when it is not known. */
export function fixed(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', MINUS);
}

/** A number with significant digits, in scientific form where the plain form would be long. */
export function significant(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-3) return scientific(value, digits);
  return String(Number(value.toPrecision(digits))).replace('-', MINUS);
}

function scientific(value: number, digits: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  const power = exponent
    .replace('+', '')
    .replace('-', '⁻')
    .replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? digit);
  return `${mantissa.replace('-', MINUS)}·10${power}`;
}

/** A difference always shows its sign. */
export function signed(value: number | null | undefined, digits: number): string {
  const text = fixed(value, digits);
  return value !== null && value !== undefined && Number(value.toFixed(digits)) > 0 ? `+${text}` : text;
}

/** Minutes rounded for reading. */
export function minutes(value: number | null): string {
  if (value === null) return '–';
  if (value >= 48 * 60) return `${Math.floor(value / 1440)} d`;
  if (value >= 120) return `${Math.floor(value / 60)} h`;
  return `${Math.floor(value)} min`;
}

export { localDateTime as dateTime } from '../../shared/local-time.ts';
