import type { RigStatus } from '../../shared/contract/schemas.ts';

/** The part of Electron that is used, so that tests can replace it. */
export interface PowerApi {
  readonly blocker: { start(type: 'prevent-app-suspension'): number; stop(id: number): void };
  readonly monitor: { on(event: 'suspend' | 'resume', listener: () => void): unknown };
}

export interface PowerOptions {
  readonly api: PowerApi;
  readonly rig: { status(): RigStatus; abort(): Promise<unknown> };
  readonly notify: (level: 'info' | 'warning' | 'error', message: string) => void;
  readonly log: (message: string) => void;
  readonly nowMs: () => number;
}

const RUNNING: readonly RigStatus['state'][] = ['armed', 'recording', 'stopping'];

/** Whether a cell may be on the rig: a run of any device, or a real device that is connected. */
export function holdsCell({ state, simulated, device }: Pick<RigStatus, 'state' | 'simulated' | 'device'>): boolean {
  return RUNNING.includes(state) || (device !== null && !simulated && state !== 'disconnected');
}

/**
 * Keeps the computer awake while a cell is held. A suspend that comes anyway (a closed lid, an empty battery) first ends a run at
 * the safe level: the cell matters more than what a sleeping computer would not record. The suspend is logged, and reported to the
 * operator on waking.
 */
export class PowerGuard {
  readonly #options: PowerOptions;
  #blockerId: number | null = null;
  #slept: { readonly atMs: number; readonly held: boolean; readonly report: string } | null = null;

  constructor(options: PowerOptions) {
    this.#options = options;
    options.api.monitor.on('suspend', () => this.#suspended());
    options.api.monitor.on('resume', () => this.#resumed());
  }

  /** To be called with every status of the rig. */
  follow(status: Pick<RigStatus, 'state' | 'simulated' | 'device'>): void {
    const { blocker } = this.#options.api;
    const held = holdsCell(status);
    if (held && this.#blockerId === null) this.#blockerId = blocker.start('prevent-app-suspension');
    if (!held) this.close();
  }

  close(): void {
    if (this.#blockerId === null) return;
    this.#options.api.blocker.stop(this.#blockerId);
    this.#blockerId = null;
  }

  #suspended(): void {
    const { rig, log, nowMs } = this.#options;
    const status = rig.status();
    const running = RUNNING.includes(status.state);
    const report = running
      ? 'The run was aborted first, so that the cell was at its safe level; what was recorded until then is kept.'
      : holdsCell(status)
        ? 'The device held the cell by itself meanwhile.'
        : '';
    this.#slept = { atMs: nowMs(), held: holdsCell(status), report };
    log(`The computer is suspended while the rig is ${status.state}.`);
    if (!running) return;
    rig.abort().then(
      () => log('The run was aborted before the computer slept.'),
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.#slept = { atMs: nowMs(), held: true, report: `The run could not be aborted before (${reason.slice(0, 150)}).` };
        log(`The run could not be aborted before the computer slept: ${reason}`);
      },
    );
  }

  #resumed(): void {
    const { rig, notify, log, nowMs } = this.#options;
    const slept = this.#slept;
    this.#slept = null;
    const { state } = rig.status();
    const seconds = slept === null ? null : Math.max(0, Math.round((nowMs() - slept.atMs) / 1000));
    log(`The computer is awake again${seconds === null ? '' : ` after ${seconds} s`}; the rig is ${state}.`);
    if (slept === null || !slept.held) return;
    notify('warning', `The computer slept for ${seconds} s. ${slept.report} Look at the cell and run the membrane test before you record.`);
  }
}
