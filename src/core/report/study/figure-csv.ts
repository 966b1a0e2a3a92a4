import type { Figure } from './figure.ts';

/** The numbers of a figure, below its title and note. */
export function figureCsv({ title, note, table }: Figure): string {
  const cell = (value: string | number | null): string => {
    const text = value === null ? '' : String(value);
    const safe = typeof value === 'string' && /^[=+@\t\r-]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const comment = `# ${title}. ${note}`.replaceAll(/[\r\n]/g, ' ');
  return [comment, ...[table.header, ...table.rows].map((row) => row.map(cell).join(','))].join('\n') + '\n';
}
