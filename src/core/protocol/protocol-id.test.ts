import { expect, it } from 'vitest';
import { assertProtocolId, protocolIdOf } from './protocol-id.ts';

it.each([
  ['Clark 2022, rounded', 'clark-2022-rounded'],
  ['Größe ½ µV', 'gro-e-1-2-v'],
  ['../../etc/passwd', 'etc-passwd'],
  ['v1.2', 'v1.2'],
  ['con', 'protocol-con'],
  ['COM1.old', 'protocol-com1.old'],
  ['电压', ''],
  ['a'.repeat(90), 'a'.repeat(64)],
])('makes of the name %j the id %j', (name, id) => {
  expect(protocolIdOf(name)).toBe(id);
  if (id !== '') expect(assertProtocolId(id)).toBe(id);
});

it.each(['', '../a', 'A', 'a/b', 'nul', '.hidden', 'a'.repeat(65)])('refuses the id %j', (id) => {
  expect(() => assertProtocolId(id)).toThrow(/Choose another name/);
});
