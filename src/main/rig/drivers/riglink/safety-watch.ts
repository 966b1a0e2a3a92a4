import type { DeviceState } from '../../../../shared/riglink/index.ts';
import { RigError } from '../../rig-error.ts';

/** STATUS comes ten times a second. Counted in short waits: a host that was busy reads the line between two of them. */
const WAIT_MS = 100;
const WAITS = 10;
/** One STATUS may have been on its way when the device stopped. */
const STILL_RUNNING = 2;

/** After a PANIC: waits until the device itself reports that it no longer plays. An acknowledgement alone is not enough. */
export class SafetyWatch {
  private seen: ((state: DeviceState) => void) | null = null;
  private refuse: ((error: RigError) => void) | null = null;

  see(state: DeviceState): void {
    this.seen?.(state);
  }

  giveUp(error: RigError): void {
    this.refuse?.(error);
  }

  /** @throws RigError bad-device where it plays on or sends no state */
  async standsStill(): Promise<void> {
    let stillRunning = 0;
    let waits = 0;
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        this.refuse = reject;
        this.seen = (state) => {
          if (state === 'idle' || state === 'safe') resolve();
          else if (++stillRunning >= STILL_RUNNING) {
            reject(
              new RigError(
                'bad-device',
                'The device acknowledged the abort but plays on; its port was closed. Switch the amplifier off, then look at the cell.',
              ),
            );
          }
        };
        timer = setInterval(() => {
          if (++waits < WAITS) return;
          reject(
            new RigError(
              'no-answer',
              'The device acknowledged the abort but does not report its state; its port was closed. Check the amplifier, then ' +
                'connect again.',
            ),
          );
        }, WAIT_MS);
      });
    } finally {
      clearInterval(timer);
      this.seen = null;
      this.refuse = null;
    }
  }
}
