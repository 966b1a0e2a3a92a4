import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DEFAULT_PROTOCOL_ID, parseProtocol } from '../../core/protocol/parse-protocol.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';

/**
 * Reads every protocol file of a folder; the default protocol comes first, the others by name.
 * @throws Error naming the file that is not a protocol, or two files of one id
 */
export function loadProtocols(folder: string): Protocol[] {
  const protocols = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => parseProtocol(readFileSync(join(folder, file), 'utf8'), file));
  const seen = new Set<string>();
  for (const { id } of protocols) {
    if (seen.has(id)) throw new Error(`Two protocol files in ${folder} have the id "${id}". Rename one.`);
    seen.add(id);
  }
  const rank = (protocol: Protocol): number => (protocol.id === DEFAULT_PROTOCOL_ID ? 0 : 1);
  return protocols.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'en'));
}

/**
 * Finds a protocol by id in the folder, or reads it when given the path of a file.
 * @throws Error that lists the known ids
 */
export function findProtocol(folder: string, idOrFile: string): Protocol {
  const protocols = loadProtocols(folder);
  const known = protocols.find((protocol) => protocol.id === idOrFile);
  if (known) return known;
  if (existsSync(idOrFile)) return parseProtocol(readFileSync(idOrFile, 'utf8'), basename(idOrFile));
  throw new Error(
    `Unknown protocol "${idOrFile}". Expected a protocol file or one of: ${protocols.map((protocol) => protocol.id).join(', ')}.`,
  );
}
