import type { ClampMode } from '../../../core/amplifier/clamp-mode.ts';
import type { MembraneTest, RigStatus } from '../../../shared/contract/schemas.ts';
import type { ScopeState } from '../../../shared/contract/scope-schema.ts';
import { DISCONNECTED_RIG } from '../../../shared/contract/disconnected-rig.ts';
import { linkOf } from './rig-phase.ts';
import type { RigPhase } from './rig-phase.ts';

export interface ClampNow {
  readonly mode: ClampMode;
  readonly holdingMv: number | null;
  readonly sampleRateHz: number;
}

/** The rig as the state bar shows it. The caller fills in diskMinutesLeft and the amplifier in front. */
export function describeRig(
  phase: RigPhase,
  clamp: ClampNow | null,
  membraneTest: MembraneTest | null,
  lostSamples: number,
  scope: ScopeState,
): RigStatus {
  const link = linkOf(phase);
  const run = 'run' in phase ? phase.run : null;
  const amplifier = link?.amplifier;
  return {
    state: phase.state,
    simulated: amplifier?.identity.simulated ?? false,
    port: 'port' in phase ? phase.port : (link?.port ?? null),
    device: amplifier ? { name: amplifier.identity.name, firmware: amplifier.identity.firmware, serial: amplifier.identity.serial } : null,
    capabilities: amplifier?.capabilities ?? null,
    ...clampOf(link === null ? null : clamp),
    membraneTest,
    scope: link === null ? null : scope,
    // The caller fills them in.
    cell: DISCONNECTED_RIG.cell,
    front: null,
    manipulator: null,
    lostSamples,
    diskMinutesLeft: null,
    notYetStoredS: 0,
    recording: run === null ? null : recordingOf(run),
    fault: phase.state === 'fault' ? phase.reason : null,
  };
}

function recordingOf(run: Extract<RigPhase, { run: unknown }>['run']): RigStatus['recording'] {
  if (run === null) return null;
  const { sessionKey, recordingId, protocolId, takenSamples, totalSamples, sampleRateHz } = run;
  return {
    sessionKey,
    recordingId,
    protocolId,
    elapsedMs: (takenSamples * 1000) / sampleRateHz,
    totalMs: (totalSamples * 1000) / sampleRateHz,
  };
}

function clampOf(clamp: ClampNow | null): Pick<RigStatus, 'mode' | 'holdingMv' | 'sampleRateHz'> {
  return clamp ?? { mode: null, holdingMv: null, sampleRateHz: null };
}
