import { buildPyramid, envelopeBetween, type TracePyramid } from '../../core/trace/envelope.ts';
import type { ResponseOf } from '../../shared/contract/contract.ts';
import type { ParsedRequest } from '../ipc/handlers.ts';
import type { SessionFolder } from '../store/index.ts';
import { Recent } from './recent.ts';
import { withSession } from './with-session.ts';

interface Pyramids {
  readonly voltage: TracePyramid;
  readonly current: TracePyramid | null;
}

/** Stored recordings at any zoom: min/max pyramids of the recordings looked at last. */
export class Traces {
  readonly #sessions: SessionFolder;
  readonly #recent = new Recent<Pyramids>(6);

  constructor(sessions: SessionFolder) {
    this.#sessions = sessions;
  }

  async envelope(request: ParsedRequest<'session:trace'>): Promise<ResponseOf<'session:trace'>> {
    const { voltage, current } = await this.#pyramids(request.sessionKey, request.recordingId);
    const fromMs = request.fromMs ?? 0;
    const toMs = request.toMs ?? Number.POSITIVE_INFINITY;
    return {
      voltage: envelopeBetween(voltage, fromMs, toMs, request.points),
      current: current === null ? null : envelopeBetween(current, fromMs, toMs, request.points),
    };
  }

  #pyramids(sessionKey: string, recordingId: number): Promise<Pyramids> | Pyramids {
    const key = `${sessionKey}/${recordingId}`;
    const known = this.#recent.get(key);
    if (known !== undefined) return known;
    return withSession(this.#sessions, sessionKey, (session) => {
      const { kind, sampleRateHz, status } = session.recordingMeta(recordingId);
      const { voltageMv, currentPa } = session.readSamples(recordingId);
      const made: Pyramids = {
        voltage: buildPyramid(voltageMv, sampleRateHz),
        current: kind === 'voltage-clamp' ? buildPyramid(currentPa, sampleRateHz) : null,
      };
      // A recording that still runs grows; it is read anew each time.
      if (status !== 'recording') this.#recent.put(key, made);
      return made;
    });
  }
}
