import { buildPyramid, envelopeBetween, type TracePyramid } from '../../core/trace/envelope.ts';
import type { StoreRequest, StoreResult } from '../../shared/store/messages.ts';
import { Recent } from '../app/recent.ts';
import { StorageError, type SessionFolder } from '../store/index.ts';

type Pyramids = Readonly<Record<'command' | 'recorded' | 'twin' | 'residual', TracePyramid>>;

/** Twin current over recorded current with residual, pA/pF, for the twins looked at last. */
export class ComparedTwins {
  readonly #sessions: SessionFolder;
  readonly #recent = new Recent<Pyramids>(4);

  constructor(sessions: SessionFolder) {
    this.#sessions = sessions;
  }

  envelope(request: StoreRequest<'comparison'>): StoreResult<'comparison'> {
    const { sessionKey, twinId, twinCurrentPaPf, fromMs, toMs, points } = request;
    const key = `${sessionKey}/${twinId}`;
    const pyramids = this.#recent.get(key) ?? this.#made(request);
    if (pyramids === null) return this.#wanted(sessionKey, twinId);
    if (twinCurrentPaPf !== null) this.#recent.put(key, pyramids);
    const cut = (pyramid: TracePyramid) => envelopeBetween(pyramid, fromMs ?? 0, toMs ?? Number.POSITIVE_INFINITY, points);
    return {
      kind: 'traces',
      traces: {
        command: cut(pyramids.command),
        recorded: cut(pyramids.recorded),
        twin: cut(pyramids.twin),
        residual: cut(pyramids.residual),
      },
    };
  }

  #made({ sessionKey, twinId, twinCurrentPaPf: simulated }: StoreRequest<'comparison'>): Pyramids | null {
    if (simulated === null) return null;
    const session = this.#sessions.openReader(sessionKey);
    try {
      const { sampleRateHz, currentPaPf, commandMv } = session.toVoltageClampRecording(session.getTwin(twinId).recordingId);
      if (simulated.length !== currentPaPf.length) {
        throw new StorageError(
          'refused',
          `Expected the twin's current to have ${currentPaPf.length} samples as the recording, got ${simulated.length}. Infer ` +
            `the twin again from its recording.`,
        );
      }
      return {
        command: buildPyramid(commandMv, sampleRateHz),
        recorded: buildPyramid(currentPaPf, sampleRateHz),
        twin: buildPyramid(simulated, sampleRateHz),
        residual: buildPyramid(
          currentPaPf.map((recorded, k) => recorded - (simulated[k] ?? Number.NaN)),
          sampleRateHz,
        ),
      };
    } finally {
      session.close();
    }
  }

  #wanted(sessionKey: string, twinId: number): StoreResult<'comparison'> {
    const session = this.#sessions.openReader(sessionKey);
    try {
      const { recordingId, twin } = session.getTwin(twinId);
      const { protocolRealised, protocolRequested, sampleRateHz } = session.recordingMeta(recordingId);
      const protocol = protocolRealised ?? protocolRequested;
      if (protocol === null)
        throw new StorageError(
          'refused',
          `Twin ${twinId} is of a recording without a protocol; there is nothing to compare. The file is damaged.`,
        );
      return { kind: 'current-wanted', twin, protocol, sampleRateHz };
    } finally {
      session.close();
    }
  }
}
