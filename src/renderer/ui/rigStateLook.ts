import type { RigStatus } from '../../shared/contract/schemas.ts';

export type RigState = RigStatus['state'];

/** States in which a device holds a cell: the abort must work in each of them. */
export const LIVE_STATES: readonly RigState[] = ['connecting', 'idle', 'armed', 'recording', 'stopping', 'fault'];

export function isLive(state: RigState): boolean {
  return LIVE_STATES.includes(state);
}

/** Word and shape of a state; the colour is the class `state-<state>`. */
export const STATE_WORD: Readonly<Record<RigState, string>> = {
  disconnected: 'Disconnected',
  connecting: 'Connecting',
  idle: 'Idle',
  armed: 'Armed',
  recording: 'Recording',
  stopping: 'Stopping',
  fault: 'Fault',
};

/** States in which the last values of the device are out of date. */
export function isOld(state: RigState): boolean {
  return state === 'disconnected' || state === 'connecting' || state === 'fault';
}
