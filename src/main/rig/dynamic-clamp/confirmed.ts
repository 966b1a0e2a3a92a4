import { RigError } from '../rig-error.ts';

/** Does something that injects; where it fails the device is stopped before the failure is passed on, which says whether that was done. */
export async function confirmed<T>(act: () => Promise<T>, stop: () => Promise<unknown>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof RigError)) throw error;
    const stopped = await stop().then(
      () => true,
      () => false,
    );
    const state = stopped ? 'Its injection was stopped.' : 'It may go on injecting: switch it off.';
    throw new RigError(error.code, `${error.message} ${state}`, { cause: error });
  }
}
