import { DEFAULT_CELL } from '../../core/cell/models.ts';
import type { EventOf, TwinclampApi } from '../../shared/contract/contract.ts';
import type { ProtocolScore } from '../../shared/contract/schemas.ts';
import type { Protocol } from '../state/appState.ts';

type Calls = Omit<TwinclampApi['call'], Exclude<keyof TwinclampApi['call'], `protocol:${string}`> | 'protocol:compile'>;

/** Made-up score: more segments and more time inform more, each parameter in its own measure. */
export function fakeScore(protocol: Protocol, cells: number, robust: boolean): ProtocolScore {
  const ms = protocol.segments.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const reach = protocol.segments.length * 0.05 + ms / 20_000 + cells / 400 - (robust ? 0.03 : 0);
  const of = (i: number): number =>
    /ks2|xK1[13]/.test(DEFAULT_CELL.varied[i]?.id ?? '') ? 0.02 : 1 - Math.exp(-reach * (1.2 + ((i * 7) % 13) / 3));
  const r2 = Object.fromEntries(DEFAULT_CELL.varied.map(({ id }, i) => [id, of(i)]));
  const values = Object.values(r2);
  return {
    cells,
    r2Mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    r2,
    sd: Object.fromEntries(Object.entries(r2).map(([id, value]) => [id, 0.231 * Math.sqrt(1 - value)])),
    logDet: 300 * reach,
    wellInformed: values.filter((value) => value > 0.9).length,
    notIdentifiable: cells < 24 ? [] : ["IKs ks2: 100 % of the prior's variance remains", "IK1 xK13: 99 % of the prior's variance remains"],
    peakPaPf: 412,
  };
}

/** The protocol calls of the harness: a library, own protocols kept in memory, and made-up scores on 4, then on all cells. */
export function fakeProtocolCalls(library: readonly Protocol[], scored: (event: EventOf<'protocol:scored'>) => void): Calls {
  const own = new Map<string, Protocol>();
  return {
    'protocol:list': async () => [...library, ...own.values()],
    'protocol:shelf': async () => ({
      ownFolder: '/home/lab/.config/twinclamp/protocols',
      entries: [
        ...library.map((protocol) => ({ origin: 'library' as const, protocol })),
        ...[...own.values()].map((protocol) => ({ origin: 'own' as const, protocol })),
      ],
      problems: [],
    }),
    'protocol:import': async () => ({
      protocol: {
        id: 'imported',
        name: 'Imported',
        source: 'a file',
        holdingMv: -80,
        segments: [{ kind: 'step', voltageMv: 0, durationMs: 100 }],
      },
      notes: ['The file states no holding potential; -80 mV is taken.'],
    }),
    'protocol:save': async ({ protocol, replace }) => {
      const known = own.get(protocol.id);
      if (known !== undefined && !replace) return { kind: 'taken', by: 'own', name: known.name };
      own.set(protocol.id, protocol);
      return { kind: 'saved', file: `/home/lab/.config/twinclamp/protocols/${protocol.id}.json` };
    },
    'protocol:export': async ({ protocol }) => `/home/lab/${protocol.id}.json`,
    'protocol:remove': async ({ protocolId }) => void own.delete(protocolId),
    'protocol:score': async ({ ticket, protocol, settings }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      scored({ ticket, score: fakeScore(protocol, 4, settings.form === 'robust') });
      await new Promise((resolve) => setTimeout(resolve, 5));
      return fakeScore(protocol, 24, settings.form === 'robust');
    },
    'protocol:cancelScore': async () => undefined,
    'protocol:draft': async () => null,
    'protocol:keepDraft': async () => undefined,
  };
}
