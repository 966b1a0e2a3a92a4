/** What connects a process to the one that started it: the serving end of a Peer. */
export interface ParentLink<To, From> {
  /** Of Electron, or a child process of plain Node. */
  readonly kind: 'utility' | 'child';
  post(message: From): void;
  onMessage(listener: (message: To) => void): void;
  /** The parent has ended or let go. Electron ends a utilityProcess with its parent: there it is never called. */
  onGone(listener: () => void): void;
}

/** The part of Electron's process.parentPort that this needs; plain Node has none. */
interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/**
 * Of an Electron utilityProcess, or of a child process of plain Node.
 * @example
 * const link = parentLink<ToStore, FromStore>();
 * link.onMessage(serveStore((message) => link.post(message)));
 */
export function parentLink<To, From>(): ParentLink<To, From> {
  const { parentPort } = process as { readonly parentPort?: UtilityPort | null };
  return parentPort == null ? childLink() : utilityLink(parentPort);
}

function utilityLink<To, From>(port: UtilityPort): ParentLink<To, From> {
  return {
    kind: 'utility',
    post: (message) => port.postMessage(message),
    // Both ends are typed by the same table; the wire between them is not.
    onMessage: (listener) => port.on('message', ({ data }) => listener(data as To)),
    onGone: () => undefined,
  };
}

function childLink<To, From>(): ParentLink<To, From> {
  return {
    kind: 'child',
    // A parent that is gone is not waited for, nor is it an error: onGone says it.
    post: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    onMessage: (listener) => process.on('message', (message) => listener(message as To)),
    onGone: (listener) => process.once('disconnect', listener),
  };
}
