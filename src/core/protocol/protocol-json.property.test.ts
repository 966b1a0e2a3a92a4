import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyProtocol } from '../testing/protocols.testing.ts';
import { parseProtocol } from './parse-protocol.ts';
import { protocolToJson } from './protocol-json.ts';

const words = fc.string({ minLength: 1, maxLength: 30 }).filter((text) => text.trim() !== '');

test('a protocol comes back from its file to the last bit, and its file from it to the last byte', () => {
  fc.assert(
    fc.property(anyProtocol, words, words, words, (protocol, id, name, source) => {
      const made = { ...protocol, id, name, source };
      const file = protocolToJson(made);
      const read = parseProtocol(file);
      // A file knows no minus zero.
      expect(JSON.stringify(read)).toBe(JSON.stringify(made));
      expect(protocolToJson(read)).toBe(file);
    }),
  );
});

test('a file with a field of another kind is refused in one sentence that names it', () => {
  const bad = fc.constantFrom<unknown>(undefined, null, 'x', true, {}, [[]]);
  fc.assert(
    fc.property(anyProtocol, fc.nat(), fc.constantFrom('durationMs', 'kind', 'voltage'), bad, (protocol, which, field, put) => {
      const at = which % protocol.segments.length;
      const key = field !== 'voltage' ? field : protocol.segments[at]!.kind === 'step' ? 'voltageMv' : 'endMv';
      const segments = protocol.segments.map((segment, i) => (i === at ? { ...segment, [key]: put } : segment));
      const read = (): unknown => parseProtocol(JSON.stringify({ ...protocol, segments }), 'a.json');
      expect(read).toThrow(new RegExp(`^a\\.json, segment ${at + 1}: expected "${key}" to be .*, got .*\\. Correct the file\\.$`));
    }),
  );
});
