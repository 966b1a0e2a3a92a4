import { RIG_PARAMETERS } from './rig-parameters.ts';

/** Id of a rig parameter in a fit of several clamp recordings of one cell. @param recording 1 for the first */
export function rigIdIn(id: string, recording: number): string {
  return recording === 1 ? id : `${id}@${recording}`;
}

/** The rig parameter and the recording that an id is of. @example rigIdParts('leakNsPf@2') // { id: 'leakNsPf', recording: 2 } */
export function rigIdParts(id: string): { readonly id: string; readonly recording: number } {
  const [base = id, recording] = id.split('@');
  return { id: base, recording: recording === undefined ? 1 : Number(recording) };
}

/** Whether a parameter of a fit is one of electrode, amplifier or history. */
export function isOfRig(id: string): boolean {
  return RIG_PARAMETERS.some((parameter) => parameter.id === rigIdParts(id).id);
}
