import type { OptionSpec } from './arguments.ts';

/** "JSON or CSV". */
export function titlesOf(exporters: readonly { readonly title: string }[]): string {
  const titles = exporters.map(({ title }) => title);
  const last = titles.at(-1) ?? '';
  return titles.length < 2 ? last : `${titles.slice(0, -1).join(', ')} or ${last}`;
}

/** The formats of a registry as --format; the first is the default. */
export function formatOption(formats: readonly [string, ...string[]]): OptionSpec {
  return { value: formats.join('|'), help: `Default ${formats[0]}.` };
}
