import { expect, test } from 'vitest';
import { contract, events } from './contract.ts';
import { contractKeys, eventKeys } from './keys.ts';

test('preload offers every request and event of the contract, and no other', () => {
  expect([...contractKeys].sort()).toEqual(Object.keys(contract).sort());
  expect([...eventKeys].sort()).toEqual(Object.keys(events).sort());
});
