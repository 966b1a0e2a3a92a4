export { restartDelayMs } from './back-off.ts';
export { OpenRequests, type Abort } from './open-requests.ts';
export type { Peer } from './peer.ts';
export { Supervised, type SupervisedOptions, type SupervisedState } from './supervised.ts';
export { threadPeer } from './thread-peer.ts';
