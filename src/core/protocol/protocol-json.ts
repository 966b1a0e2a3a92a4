import type { Protocol } from './protocol.ts';

/**
 * Text of a protocol file (docs/protocol-format.md), one segment a line so that two files can be compared by eye. `parseProtocol` reads it
 * back.
 */
export function protocolToJson({ id, name, source, holdingMv, segments }: Protocol): string {
  const head = Object.entries({ id, name, source, holdingMv }).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`);
  return ['{', ...head, '  "segments": [', segments.map((segment) => `    ${JSON.stringify(segment)}`).join(',\n'), '  ]', '}', ''].join(
    '\n',
  );
}
