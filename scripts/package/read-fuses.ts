import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

/** Fuses of a program as set in its file; those that its Electron does not have are absent. */
export async function readFuses(program: string): Promise<ReadonlyMap<FuseV1Options, boolean>> {
  const wire: Readonly<Record<string, unknown>> = { ...(await getCurrentFuseWire(program)) };
  const fuses = new Map<FuseV1Options, boolean>();
  for (const [name, fuse] of Object.entries(FuseV1Options)) {
    const state = typeof fuse === 'number' ? wire[fuse] : undefined;
    if (state === FuseState.ENABLE || state === FuseState.DISABLE)
      fuses.set(FuseV1Options[name as keyof typeof FuseV1Options], state === FuseState.ENABLE);
  }
  return fuses;
}
