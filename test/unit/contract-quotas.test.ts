import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Handlers } from '../../src/main/ipc/handlers.ts';
import { registerHandlers } from '../../src/main/ipc/register.ts';
import { requestChannel } from '../../src/shared/contract/channels.ts';
import { contract, type Answer, type ContractKey } from '../../src/shared/contract/contract.ts';
import { fieldsOf, sampleOf, withValue } from './contract-fields.ts';

const keys = Object.keys(contract) as ContractKey[];
const schemaOf = (key: ContractKey): z.ZodType => contract[key].request;

/** Every key behind the checks of main, with handlers that note that they were reached. */
function main() {
  const reached: string[] = [];
  const calls = new Map<string, (request: unknown) => Promise<Answer<unknown>>>();
  const handlers = Object.fromEntries(keys.map((key) => [key, () => reached.push(key)])) as unknown as Handlers;
  registerHandlers({ handle: (channel, listener) => calls.set(channel, (request) => listener(undefined, request)) }, handlers, {
    isTrusted: () => true,
    translate: () => null,
    onInternalError: () => undefined,
  });
  return { reached, call: (key: ContractKey, request: unknown) => calls.get(requestChannel(key))?.(request) };
}

describe.each(keys)('%s', (key) => {
  test('has no field without bounds, and none for a path', () => {
    for (const { path, unbounded } of fieldsOf(schemaOf(key))) {
      expect(unbounded, `${key} ${path.join('.')}: give it bounds of src/shared/contract/bounds.ts`).toBe(null);
      expect(String(path.at(-1) ?? '')).not.toMatch(/path|file|folder|directory/i);
    }
  });

  test('takes an ordinary request and refuses each field beyond its bounds before it is carried out', async () => {
    const { reached, call } = main();
    const sample = sampleOf(schemaOf(key));
    await call(key, sample);
    expect(reached).toEqual([key]);
    for (const { path, beyond } of fieldsOf(schemaOf(key))) {
      // Each field by itself: a request with many fields must not be refused as a flood here.
      const alone = main();
      for (const value of beyond) {
        // null where null is allowed is another request, not one beyond bounds.
        if (schemaOf(key).safeParse(withValue(sample, path, value)).success && value === null) continue;
        const start = performance.now();
        const answer = await alone.call(key, withValue(sample, path, value));
        const where =
          `${key} ${path.join('.')} = ` +
          (typeof value === 'number' || typeof value === 'string' ? String(value).slice(0, 40) : typeof value);
        expect(answer, where).toMatchObject({ ok: false, code: 'bad-request' });
        expect((answer as { message: string }).message.length).toBeLessThan(400);
        // Loose for a busy machine; an ordinary one needs a few ms.
        expect(performance.now() - start, where).toBeLessThan(1000);
      }
      expect(alone.reached).toEqual([]);
    }
    expect(reached).toEqual([key]);
  });

  test('refuses what is too much, too deep or no plain value, whatever its schema', async () => {
    const { reached, call } = main();
    const nested = Array.from({ length: 5000 }).reduce<unknown>((inner) => ({ inner }), 1);
    const hostile = [
      nested,
      new Array(2e9),
      { a: 'x'.repeat(1e7) },
      JSON.parse('{"__proto__": {"x": 1}}'),
      new Map(),
      () => 1,
      1n,
      new Uint8Array(1e6),
    ];
    for (const request of hostile) expect(await call(key, request)).toMatchObject({ ok: false, code: 'bad-request' });
    expect(reached).toEqual([]);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('x');
  });
});

test('the walk over the schemas finds what is unbounded', () => {
  const unbounded = (schema: z.ZodType): number => fieldsOf(schema).filter((field) => field.unbounded !== null).length;
  expect(unbounded(z.object({ a: z.string(), b: z.array(z.boolean()), c: z.number(), d: z.number().int(), e: z.number().min(0) }))).toBe(5);
  expect(unbounded(z.object({ a: z.union([z.literal('x'), z.string()]).optional() }))).toBe(1);
  expect(unbounded(z.object({ a: z.record(z.string(), z.number()), b: z.any(), c: z.unknown(), d: z.custom() }))).toBe(4);
  expect(unbounded(z.object({ a: z.string().max(9), b: z.array(z.number().min(0).max(1)).max(3) }).nullable())).toBe(0);
});
