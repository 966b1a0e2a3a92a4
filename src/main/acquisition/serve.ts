import type { ParentLink } from '../../node/work/index.ts';
import type { FromAcquisition, ToAcquisition } from '../../shared/acquisition/messages.ts';
import { raisePriority } from '../rig/index.ts';
import { Acquisition } from './acquisition.ts';

/** So many unexpected failures in a row of this process, and it lets go of the device instead of going on. */
const FAILURES_LIMIT = 20;

/** Runs the acquisition in this process until its parent is gone. */
export function serveAcquisition(link: ParentLink<ToAcquisition, FromAcquisition>): void {
  let acquisition: Acquisition | null = null;
  let gone = false;
  // The reader of this process's output may be gone; that must not end a recording.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const post = (message: FromAcquisition): void => {
    if (!gone) link.post(message);
  };
  raisePriority();
  let failures = 0;
  const failed = (error: unknown): void => {
    console.error('The acquisition process:', error);
    acquisition?.failed(error);
    if (++failures === FAILURES_LIMIT) void (acquisition?.abandon() ?? Promise.resolve()).finally(() => process.exit(1));
  };
  process.on('uncaughtException', failed);
  process.on('unhandledRejection', failed);
  link.onMessage((message) => {
    if (message.type !== 'init') acquisition?.receive(message);
    else if (acquisition === null) {
      acquisition = new Acquisition(message, post);
      post({ type: 'ready' });
    }
  });
  link.onGone(() => {
    gone = true;
    void (acquisition?.abandon() ?? Promise.resolve())
      .catch((error: unknown) => console.error('Letting go of the rig failed:', error))
      .finally(() => process.exit(0));
  });
}
