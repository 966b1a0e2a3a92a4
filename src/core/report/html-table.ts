import { escaped } from './text.ts';

/** Rows of plain text; the first column is a heading, columns from `numericFrom` on are right-aligned. */
export function htmlTable(header: readonly string[], rows: readonly (readonly string[])[], numericFrom = 1): string {
  const cell = (tag: 'th' | 'td', text: string, i: number): string =>
    `<${tag}${i >= numericFrom ? ' class="number"' : ''}${tag === 'th' ? ' scope="col"' : ''}>${escaped(text)}</${tag}>`;
  const body = rows.map(
    (row) => `<tr>${row.map((text, i) => (i === 0 ? `<th scope="row">${escaped(text)}</th>` : cell('td', text, i))).join('')}</tr>`,
  );
  return `<table><thead><tr>${header.map((text, i) => cell('th', text, i)).join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

export function section(id: string, title: string, ...content: readonly string[]): string {
  return `<section id="${id}"><h2>${escaped(title)}</h2>${content.join('')}</section>`;
}

export function paragraph(text: string, className = ''): string {
  return `<p${className === '' ? '' : ` class="${className}"`}>${escaped(text)}</p>`;
}

export function list(items: readonly string[], className = ''): string {
  return `<ul${className === '' ? '' : ` class="${className}"`}>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;
}
