import { buildPyramid, envelopeBetween, type TracePyramid } from '../../core/trace/envelope.ts';
import type { ResponseOf } from '../../shared/contract/contract.ts';
import type { ParsedRequest } from '../ipc/handlers.ts';
import type { SessionFolder } from '../store/index.ts';
import type { InferenceSupervisor } from '../supervisor/supervisor.ts';
import { Recent } from './recent.ts';
import { withSession } from './with-session.ts';

type Pyramids = Readonly<Record<'command' | 'recorded' | 'twin' | 'residual', TracePyramid>>;

/** Twin current over recorded current with residual, pA/pF, for the twins looked at last. */
export class Comparisons {
  readonly #sessions: SessionFolder;
  readonly #inference: InferenceSupervisor;
  readonly #recent = new Recent<Pyramids>(6);
  /** Twin currents that came with a fresh twin, so that they need not be simulated again. */
  readonly #currents = new Recent<Float32Array>(6);

  constructor(sessions: SessionFolder, inference: InferenceSupervisor) {
    this.#sessions = sessions;
    this.#inference = inference;
  }

  rememberTwinCurrent(sessionKey: string, twinId: number, twinCurrentPaPf: Float32Array): void {
    this.#currents.put(`${sessionKey}/${twinId}`, twinCurrentPaPf);
  }

  async envelope(request: ParsedRequest<'twin:comparison'>): Promise<ResponseOf<'twin:comparison'>> {
    const pyramids = await this.#pyramids(request.sessionKey, request.twinId);
    const cut = (pyramid: TracePyramid) => envelopeBetween(pyramid, request.fromMs ?? 0, request.toMs ?? Number.POSITIVE_INFINITY, request.points);
    return {
      command: cut(pyramids.command),
      recorded: cut(pyramids.recorded),
      twin: cut(pyramids.twin),
      residual: cut(pyramids.residual),
    };
  }

  async #pyramids(sessionKey: string, twinId: number): Promise<Pyramids> {
    const key = `${sessionKey}/${twinId}`;
    const known = this.#recent.get(key);
    if (known !== undefined) return known;
    const { twin, recording } = await withSession(this.#sessions, sessionKey, (session) => {
      const { recordingId, twin } = session.getTwin(twinId);
      return { twin, recording: session.toVoltageClampRecording(recordingId) };
    });
    const { sampleRateHz, protocol, currentPaPf, commandMv } = recording;
    const simulated = this.#currents.get(key) ?? (await this.#inference.request('current', { twin, protocol, sampleRateHz }));
    if (simulated.length !== currentPaPf.length) {
      throw new Error(`Expected the twin's current to have ${currentPaPf.length} samples as the recording, got ${simulated.length}.`);
    }
    const residual = currentPaPf.map((recorded, k) => recorded - (simulated[k] ?? Number.NaN));
    const made: Pyramids = {
      command: buildPyramid(commandMv, sampleRateHz),
      recorded: buildPyramid(currentPaPf, sampleRateHz),
      twin: buildPyramid(simulated, sampleRateHz),
      residual: buildPyramid(residual, sampleRateHz),
    };
    this.#recent.put(key, made);
    return made;
  }
}
