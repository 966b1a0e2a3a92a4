import { expect, test } from 'vitest';
import { networkFor, rateOf, type CardHead, type NetworkWish } from './network-for.ts';

const wish: NetworkWish = { protocolId: 'p', cell: 'living', sampleRateHz: 2000, temperatureC: 37 };
const candidate = (id: string, card: CardHead = {}, own = false): { id: string; own: boolean; card: CardHead } => ({
  id,
  own,
  card: { protocolId: 'p', ...card },
});
const order = (candidates: readonly ReturnType<typeof candidate>[], over: Partial<NetworkWish> = {}): string[] =>
  networkFor(candidates, { ...wish, ...over }).map(({ id }) => id);

test('a living cell goes to the network for living cells, whatever else is nearer, and to another where there is none', () => {
  const simulated = candidate('simulated', { temperatureC: [37, 37] });
  const own = candidate('own', { createdAt: '2026' }, true);
  const living = candidate('living', { cell: 'living', temperatureC: [30, 36] });
  expect(order([simulated, own, living])).toEqual(['living', 'own', 'simulated']);
  expect(order([simulated])).toEqual(['simulated']);
});

test('a simulated cell never goes to a network for living cells', () => {
  expect(order([candidate('living', { cell: 'living' }), candidate('simulated')], { cell: 'simulated' })).toEqual(['simulated']);
  expect(order([candidate('living', { cell: 'living' })], { cell: 'simulated' })).toEqual([]);
});

test('of networks for the same cells the temperature decides, then the own rate of the recording', () => {
  const fast = candidate('fast', { cell: 'living', settings: { sampleRateHz: 20_000 } });
  const slow = candidate('slow', { cell: 'living', settings: { sampleRateHz: 2000 } });
  const cold = candidate('cold', { cell: 'living', temperatureC: [22, 25], settings: { sampleRateHz: 2000 } });
  expect(order([cold, fast, slow])).toEqual(['slow', 'fast', 'cold']);
  expect(order([cold, fast, slow], { sampleRateHz: 20_000 })).toEqual(['fast', 'slow', 'cold']);
  expect(order([cold, fast, slow], { temperatureC: 24 })).toEqual(['cold', 'slow', 'fast']);
});

test('networks of another protocol are none, and one that says no rate has that of the usual rig', () => {
  expect(order([candidate('other', { protocolId: 'q' })])).toEqual([]);
  expect(rateOf({})).toBe(10_000);
  expect(rateOf({ settings: { sampleRateHz: 25_000 } })).toBe(25_000);
});
