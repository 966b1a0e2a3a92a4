import { limitsFor, type DesignLimits } from '../../../core/designer/design-limits.ts';
import { protocolLimits, type ProtocolLimits } from '../../../core/designer/protocol-limits.ts';
import { protocolDurationMs, type Protocol } from '../../../core/protocol/protocol.ts';
import { downloadSentence, type StimulusDevice } from '../../../core/protocol/stimulus-device.ts';

export interface LimitReport extends ProtocolLimits {
  readonly limits: DesignLimits;
  /** How the device would play it, whether or not it can. */
  readonly download: { readonly playable: boolean; readonly sentence: string };
  /** What is wrong with the longest total that was typed. */
  readonly longestProblem: string | null;
}

/** Which of the usual limits, of the operator's longest total and of the device's limits a protocol keeps. */
export function limitsOf(protocol: Protocol, device: StimulusDevice, longestS: string): LimitReport {
  const totalMs = protocolDurationMs(protocol);
  const longest = Number(longestS);
  const isTyped = longestS.trim() !== '';
  const isUsable = isTyped && Number.isFinite(longest) && longest > 0;
  const limits: DesignLimits = {
    ...limitsFor(isUsable ? longest * 1000 : totalMs),
    aboveZeroMs: limitsFor(totalMs).aboveZeroMs,
    ...device.grid,
  };
  return {
    ...protocolLimits(protocol, limits),
    limits,
    download: downloadSentence(protocol, device),
    longestProblem: isTyped && !isUsable ? 'A time above 0 s, or empty.' : null,
  };
}
