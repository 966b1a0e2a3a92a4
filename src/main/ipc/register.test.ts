import { describe, expect, test } from 'vitest';
import { requestChannel } from '../../shared/contract/channels.ts';
import { contract, type Answer } from '../../shared/contract/contract.ts';
import type { Handlers } from './handlers.ts';
import { registerHandlers } from './register.ts';
import { Packed, packedBytes, unpacked } from '../../shared/contract/packed.ts';
import { RequestError } from './request-error.ts';

type Listener = (event: string, request: unknown) => Promise<Answer<unknown>>;

function registered(own: Partial<Handlers>) {
  const listeners = new Map<string, Listener>();
  const internal: unknown[] = [];
  const missing = Object.fromEntries(Object.keys(contract).map((key) => [key, () => undefined]));
  registerHandlers(
    {
      handle(channel: string, listener: Listener) {
        if (listeners.has(channel)) throw new Error(`second handler for ${channel}`);
        listeners.set(channel, listener);
      },
    },
    { ...missing, ...own } as unknown as Handlers,
    {
      isTrusted: (event) => event === 'own window',
      translate: (error) => (error instanceof RequestError ? error : null),
      onInternalError: (_key, error) => internal.push(error),
    },
  );
  const call = (key: keyof typeof contract, request: unknown, event = 'own window') => listeners.get(requestChannel(key))?.(event, request);
  return { listeners, internal, call };
}

describe('registerHandlers', () => {
  test('registers exactly one handler for each key of the contract', () => {
    const { listeners } = registered({});
    expect([...listeners.keys()].sort()).toEqual(
      Object.keys(contract)
        .map((key) => requestChannel(key as 'app:info'))
        .sort(),
    );
  });

  test('refuses other frames before anything is carried out', async () => {
    let calls = 0;
    const { call } = registered({ 'session:list': () => (calls++, []) });
    expect(await call('session:list', undefined, 'a frame of somebody else')).toMatchObject({ ok: false, code: 'bad-request' });
    expect(calls).toBe(0);
  });

  test('refuses a wrong request with the field that is wrong', async () => {
    const { call } = registered({});
    const answer = await call('rig:connect', { port: { kind: 'simulated', seed: Number.NaN } });
    expect(answer).toMatchObject({ ok: false, code: 'bad-request' });
    expect(answer).toHaveProperty('message', expect.stringMatching(/^Connecting the rig: port, seed: /));
  });

  test('hands the value over without fields the contract does not have', async () => {
    const ports = { ports: [{ port: { kind: 'simulated', secret: 1 } as const, label: 'Simulated rig', secret: 1 }], note: null };
    const { call } = registered({ 'rig:ports': () => ports });
    expect(await call('rig:ports', undefined)).toEqual({
      ok: true,
      value: { ports: [{ port: { kind: 'simulated' }, label: 'Simulated rig' }], note: null },
    });
  });

  test('keeps the code of a known failure and calls an unknown one internal', async () => {
    const { call, internal } = registered({
      'rig:stop': () => {
        throw new RequestError('busy', 'The rig is arming.');
      },
      'rig:abort': () => {
        throw new TypeError('x is undefined');
      },
    });
    expect(await call('rig:stop', undefined)).toEqual({ ok: false, code: 'busy', message: 'The rig is arming.' });
    expect(await call('rig:abort', undefined)).toMatchObject({ ok: false, code: 'internal' });
    expect(internal).toHaveLength(1);
  });

  test('passes a packed answer on as it is', async () => {
    const list = [{ sessionKey: 'a.twinclamp' }];
    const { call } = registered({ 'session:list': () => Promise.resolve(new Packed<never>(packedBytes(list))) });
    const answer = (await call('session:list', undefined)) as { ok: true; packed: Uint8Array };
    expect(unpacked(answer.packed)).toEqual(list);
  });

  test('does not pass a malformed answer on', async () => {
    const { call, internal } = registered({ 'session:list': () => [{ sessionKey: 1 }] as never });
    expect(await call('session:list', undefined)).toMatchObject({ ok: false, code: 'internal' });
    expect(internal).toHaveLength(1);
  });
});
