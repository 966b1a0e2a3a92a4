import { RigError } from '../../rig-error.ts';

/** The hold begins within milliseconds of its last item; a busy host reads it later. */
const WAIT_MS = 1000;

/** After a PANIC: waits until the device shows that it has begun the hold. An acknowledgement alone is not enough. */
export class HoldWatch {
  private readonly begun = new Set<number>();
  private check: () => void = () => undefined;
  private refuse: (error: RigError) => void = () => undefined;

  /** Forgets what was seen. Returns what waits for a protocol. @throws RigError bad-device where it does not begin */
  begin(): (protocolId: number) => Promise<void> {
    this.begun.clear();
    return async (protocolId) => {
      let timer: NodeJS.Timeout | undefined;
      try {
        await new Promise<void>((resolve, reject) => {
          this.refuse = reject;
          this.check = () => {
            if (this.begun.has(protocolId)) resolve();
          };
          timer = setTimeout(
            () =>
              reject(
                new RigError(
                  'bad-device',
                  'The device acknowledged the abort but does not show that it holds; its port was closed. Switch the amplifier off, ' +
                    'then look at the cell.',
                ),
              ),
            WAIT_MS,
          );
          this.check();
        });
      } finally {
        clearTimeout(timer);
        this.check = () => undefined;
      }
    };
  }

  see(protocolId: number): void {
    this.begun.add(protocolId);
    this.check();
  }

  giveUp(error: RigError): void {
    this.refuse(error);
  }
}
