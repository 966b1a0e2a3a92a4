import { randomBytes } from 'node:crypto';
import { RequestError } from '../ipc/request-error.ts';

/** What a path may be used for: a folder, a table, another recording, a session or a twin to read, a protocol. None is written to. */
export type PathKind = 'folder' | 'csv' | 'json' | 'recording' | 'session' | 'twin';

interface Kept {
  readonly path: string;
  readonly kind: PathKind;
  readonly untilMs: number;
}

/** Long enough to name the cell and choose the protocol of a dropped file. */
const KEPT_MS = 10 * 60_000;
const KEPT_MOST = 32;

/**
 * Paths that the operator gave. A page may have each used once, without seeing or choosing it: it holds a random token.
 * At most 32 are kept, for ten minutes each; with more, the oldest is dropped.
 */
export class PathTokens {
  readonly #kept = new Map<string, Kept>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @returns 32 characters of base64url, 192 random bits */
  keep(path: string, kind: PathKind): string {
    const token = randomBytes(24).toString('base64url');
    this.#kept.set(token, { path, kind, untilMs: this.#now() + KEPT_MS });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_MOST) break;
      this.#kept.delete(oldest);
    }
    return token;
  }

  /** The same without using it up. */
  peek(token: string, kind: PathKind): string {
    const kept = this.#kept.get(token);
    const path = this.use(token, kind);
    if (kept !== undefined) this.#kept.set(token, kept);
    return path;
  }

  /** Of which of these kinds a token is; the first where it is none of them, or no longer kept. */
  kindOf(token: string, kinds: readonly [PathKind, ...PathKind[]]): PathKind {
    const kind = this.#kept.get(token)?.kind;
    return kind !== undefined && kinds.includes(kind) ? kind : kinds[0];
  }

  /** The path of a token, which is used up by this, whether it is of the kind or not. @throws RequestError 'not-found' */
  use(token: string, kind: PathKind): string {
    const kept = this.#kept.get(token);
    this.#kept.delete(token);
    if (kept === undefined || kept.untilMs <= this.#now()) {
      throw new RequestError(
        'not-found',
        'Expected a file that was dropped in the last ten minutes and not used yet, this one is no longer kept. Drop it again or ' +
          'choose it.',
      );
    }
    if (kept.kind !== kind) {
      const wanted = kindName(kind);
      throw new RequestError('bad-request', `Expected a ${wanted}, a ${kindName(kept.kind)} was dropped. Drop or choose a ${wanted}.`);
    }
    return kept.path;
  }
}

function kindName(kind: PathKind): string {
  return kind === 'folder' || kind === 'recording' || kind === 'session' || kind === 'twin' ? kind : `${kind.toUpperCase()} file`;
}
