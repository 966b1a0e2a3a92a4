import { DEFAULT_PROTOCOL_ID } from '../../../core/protocol/parse-protocol.ts';
import type { AppState, Protocol } from '../../state/appState.ts';
import { valueOf } from '../../state/loadable.ts';

/** The default protocol of every desk; none while there are no protocols. */
export function firstProtocol({ protocols }: Pick<AppState, 'protocols'>): Protocol | undefined {
  const all = valueOf(protocols);
  return all?.find(({ id }) => id === DEFAULT_PROTOCOL_ID) ?? all?.[0];
}
