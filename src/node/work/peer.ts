/**
 * A running process or thread, whatever runs it, and the messages to and from it.
 * @example
 * const peer: Peer<ToWorker, FromWorker> = threadPeer(new Worker(script), (error) => requests.rejectAll(error));
 * peer.onMessage(({ id, result }) => requests.resolve(id, result));
 */
export interface Peer<To, From> {
  post(message: To): void;
  onMessage(listener: (message: From) => void): void;
  /** Called once when it has ended for whatever reason. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}
