import type { z } from 'zod';
import type { Contract, ContractKey, ResponseOf } from '../../shared/contract/contract.ts';
import type { Packed } from '../../shared/contract/packed.ts';

/** Request as it arrives after parsing: defaults filled in, unknown fields removed. */
export type ParsedRequest<K extends ContractKey> = z.output<Contract[K]['request']>;

/** One handler for each key of the contract. */
export type Handlers = {
  readonly [K in ContractKey]: (request: ParsedRequest<K>) => Promise<ResponseOf<K> | Packed<ResponseOf<K>>> | ResponseOf<K>;
};

/** The handlers of one area, for instance all of 'rig:...'. */
export type HandlersOf<Area extends string> = Pick<Handlers, Extract<ContractKey, `${Area}:${string}`>>;
