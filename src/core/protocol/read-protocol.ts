import { parseProtocol } from './parse-protocol.ts';
import { isPublishedForm, parsePublished, type PublishedProtocol } from './parse-published.ts';
import { readJsonText } from '../text/strict-json.ts';
import { protocolIdOf } from './protocol-id.ts';

/**
 * Reads a protocol file of either form: the library's own or the published one.
 * @param fileName without folder; names the protocol where the file has no id
 * @throws Error that says what was expected, what came and where
 */
export function readProtocol(text: string, fileName: string): PublishedProtocol {
  const json = parsed(text);
  if (!isPublishedForm(json)) return { protocol: parseProtocol(text, fileName), notes: [] };
  const id = protocolIdOf(fileName.replace(/\.json$/i, ''));
  return parsePublished(json, id === '' ? 'protocol' : id, fileName);
}

/** Text that cannot be read is reported by parseProtocol, with the file's name. */
function parsed(text: string): unknown {
  try {
    return readJsonText(text, { origin: 'protocol', advice: '' });
  } catch {
    return undefined;
  }
}
