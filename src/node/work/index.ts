export { restartDelayMs } from './back-off.ts';
export { OpenRequests, type Abort } from './open-requests.ts';
export { parentLink, type ParentLink } from './parent-link.ts';
export type { Peer } from './peer.ts';
export { errorText, RequestServer } from './request-server.ts';
export { serveThread } from './serve-thread.ts';
export { Supervised, type SupervisedOptions, type SupervisedState } from './supervised.ts';
export { ThreadClient } from './thread-client.ts';
export { threadPeer } from './thread-peer.ts';
