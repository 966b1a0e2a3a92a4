import type { Compensation, ProtocolItem } from '../../src/shared/riglink/index.ts';
import type { Expectation, Kind } from './behaviour.ts';
import { spoil } from './behaviour.ts';

function compensation(name: string, change: Partial<Compensation>, expect: Expectation = 'no-record'): Kind {
  return {
    name: `compensation: ${name}`,
    expect,
    make: spoil('compensationRealised', (message) => ({ ...message, values: { ...message.values, ...change } })),
  };
}

type Page = { readonly items: readonly ProtocolItem[]; readonly count: number };

/** Spoils what the device says it will play; `from` counts the downloads: 1 membrane test, 2 the protocol, 3 without clamp. */
function realised(name: string, change: (page: Page) => Partial<Page>, expect: Expectation = 'no-record', from = 2): Kind {
  return {
    name: `realised: ${name}`,
    expect,
    make: () => ({
      toHost(message, scene) {
        if (message.kind !== 'protocolRealised' || (scene.heard.get('protocolBegin') ?? 0) < from) return [message];
        const { items = message.items, count } = change({ items: message.items, count: message.itemCount });
        return [{ ...message, items, itemCount: count ?? items.length }];
      },
    }),
  };
}

const each =
  (change: (item: ProtocolItem, index: number) => Partial<ProtocolItem>) =>
  (page: Page): Partial<Page> => ({
    items: page.items.map((item, index) => ({ ...item, ...change(item, index) })),
  });
const one = (at: number, change: (item: ProtocolItem) => Partial<ProtocolItem>) =>
  each((item, index) => (index === at ? change(item) : {}));
const shifted =
  (uv: number) =>
  (item: ProtocolItem): Partial<ProtocolItem> => ({ startLevel: item.startLevel + uv, endLevel: item.endLevel + uv });

/** Faults of the settings and items that a device reports. */
export const SETTINGS_KINDS: readonly Kind[] = [
  compensation('NaN', { seriesResistanceMohm: Number.NaN }),
  compensation('Infinity', { membraneCapacitancePf: Number.POSITIVE_INFINITY }),
  compensation('correction 150 %', { correctionPercent: 150 }),
  compensation('correction -20 %', { correctionPercent: -20 }),
  compensation('prediction 100 % unasked', { predictionPercent: 100 }),
  compensation('series resistance ten times', { seriesResistanceMohm: 200 }),
  compensation('capacitance 0', { membraneCapacitancePf: -5 }),
  compensation('junction potential 50 mV unasked', { junctionPotentialMv: 50 }),
  compensation('offset -30 mV unasked', { offsetMv: -30 }),
  compensation('lag NaN', { lagUs: Number.NaN }),
  { name: 'compensation: no answer but the acknowledgement', expect: 'no-record', make: spoil('compensationRealised', () => null) },
  realised(
    '2 V',
    one(2, () => ({ startLevel: 2_000_000, endLevel: 2_000_000 })),
  ),
  realised(
    '201 mV',
    one(2, () => ({ startLevel: 201_000, endLevel: 201_000 })),
  ),
  realised(
    'all signs reversed',
    each(({ startLevel, endLevel }) => ({ startLevel: -startLevel, endLevel: -endLevel })),
  ),
  realised('one level 1 mV off', one(2, shifted(1000))),
  realised('two grid steps off', one(2, shifted(100))),
  realised(
    'the ends of a ramp exchanged',
    one(3, ({ startLevel, endLevel }) => ({ startLevel: endLevel, endLevel: startLevel })),
  ),
  realised(
    'a step that ends elsewhere',
    one(2, ({ endLevel }) => ({ endLevel: endLevel + 500 })),
  ),
  realised('hold 10 mV off', one(0, shifted(10_000))),
  realised(
    'all durations halved',
    each(({ durationUs }) => ({ durationUs: Math.floor(durationUs / 2) })),
  ),
  realised(
    'one duration 1 ms longer',
    one(1, ({ durationUs }) => ({ durationUs: durationUs + 1000 })),
  ),
  realised(
    'durations that drift',
    each(({ durationUs }) => ({ durationUs: durationUs + 15 })),
  ),
  realised(
    'duration 0',
    one(1, () => ({ durationUs: 0 })),
  ),
  realised(
    'duration of 71 minutes',
    one(4, () => ({ durationUs: 0xffff_ffff })),
  ),
  realised(
    'a ramp for a step',
    one(1, () => ({ kind: 'ramp' })),
  ),
  realised(
    'a step for a ramp',
    one(3, () => ({ kind: 'step' })),
  ),
  realised(
    'fast forward unasked',
    one(2, () => ({ flags: 1 })),
  ),
  realised('one item fewer', ({ items }) => ({ items: items.slice(0, -1) })),
  realised('one item more', ({ items }) => ({ items: [...items, ...items.slice(0, 1)] })),
  realised('no items', () => ({ items: [] })),
  realised('announces 60,000 items', () => ({ count: 60_000 })),
  realised('two items exchanged', ({ items }) => ({
    items: [...items.slice(1, 2), ...items.slice(0, 1), ...items.slice(2)].map((item, i) => ({
      ...item,
      startLevel: item.startLevel + 1000 * i,
    })),
  })),
  realised(
    'test pulse of -100 mV',
    each((item, index) => (index % 2 === 0 && index > 0 ? shifted(-90_000)(item) : {})),
    'no-record',
    1,
  ),
  realised(
    'the recording without clamp shortened',
    each(({ durationUs }) => ({ durationUs: Math.floor(durationUs / 10) })),
    'not-complete',
    3,
  ),
  realised(
    'a current injected without clamp',
    each(() => ({ startLevel: 1_000_000, endLevel: 1_000_000 })),
    'not-complete',
    3,
  ),
  {
    name: 'realised: of another protocol',
    expect: 'no-record',
    make: spoil('protocolRealised', (message) => ({ ...message, protocolNumber: (message.protocolNumber + 1) >>> 0 })),
  },
  { name: 'realised: no answer but the acknowledgement', expect: 'no-record', make: spoil('protocolRealised', () => null) },
  {
    name: 'realised: pages without end',
    expect: 'no-record',
    make: spoil('protocolRealised', (message) =>
      Array.from({ length: 3000 }, (_, i) => ({ ...message, itemCount: 65_535, firstIndex: i })),
    ),
  },
  { name: 'realised: the page twice', expect: 'complete', make: spoil('protocolRealised', (message) => [message, message]) },
];
