import type { ClampSetting, ClampValues } from '../../../shared/dynamic-clamp/index.ts';

/** What a dynamic clamp measures of itself; null where it does not say. */
export interface ClampHealth {
  readonly membraneMv: number | null;
  /** Injected now, outward through the membrane negative, as the device reports it. */
  readonly currentPa: number | null;
  /** Time of one loop, us. */
  readonly cycleUs: number | null;
}

export interface ClampState {
  /** What it was set to, as far as it reports it or confirmed it; absent: unknown. */
  readonly values: ClampValues;
  readonly health: ClampHealth | null;
}

/** An ionic current to inject, as a function of the membrane potential. */
export interface InjectedCurrent {
  /** pA at a potential in mV; outward is positive, as of the cell. */
  at(voltageMv: number): number;
}

/**
 * A device that injects what a conductance would carry. It goes on when its port is closed: only `stop` ends it.
 * @example
 * const clamp = await openDynamicClamp('dyclamp', '/dev/ttyACM0');
 * await clamp.set({ na: 2.5 }); // { values: { shunt: 0, na: 2.5, ... }, health: { membraneMv: -61.2, ... } }
 * await clamp.stop();
 * await clamp.close();
 */
export interface DynamicClamp {
  readonly name: string;
  readonly settings: readonly ClampSetting[];
  /** True: it reports its state without being set. */
  readonly canBeRead: boolean;
  /** Without a change. @throws RigError no-answer, bad-device, refused where it cannot be read */
  read(): Promise<ClampState>;
  /** Sets some values and checks that they arrived; where they did not, it is stopped. @throws RigError no-answer, bad-device, refused */
  set(wanted: ClampValues): Promise<ClampState>;
  /** Adds a current by table; null where the device takes none. @throws RigError as `set` */
  readonly inject: ((current: InjectedCurrent) => Promise<ClampState>) | null;
  /** Ends all injection, confirmed. @throws RigError no-answer, bad-device */
  stop(): Promise<ClampState>;
  close(): Promise<void>;
}
