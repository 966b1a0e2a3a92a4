import type { Protocol } from '../../protocol/protocol.ts';
import type { Stated } from './intake.ts';

/** Where recordings come from, and what is known beside them. */
export interface IntakeContext {
  /** Name of the file, without its folder. */
  readonly fileName: string;
  readonly stated: Stated;
  /** Protocols that may have been played. */
  readonly library: readonly Protocol[];
}
