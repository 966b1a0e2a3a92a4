import type { TrainingState } from '../../../shared/training/state.ts';
import type { TrainingForm } from './slice.ts';
import type { Workstation } from '../../state/workstation.ts';
import { formOf, readTrainingForm } from './trainingForm.ts';

export function changeTrainingForm({ store }: Workstation, patch: Partial<TrainingForm>): void {
  store.update(({ trainingForm }) => ({ trainingForm: { ...trainingForm, ...patch } }));
}

/** First requests of the desk: a run that was stopped fills the form, so that it can be resumed. */
export async function loadTraining(workstation: Workstation): Promise<void> {
  const state = await workstation.attempt('training:state', undefined);
  if (state !== null) {
    workstation.store.set({ training: state });
    if (state.kind !== 'none') workstation.store.set({ trainingForm: formOf(state.settings) });
  }
  await refreshNetworks(workstation);
}

export async function refreshNetworks({ load, api }: Workstation): Promise<void> {
  await load('ownModels', () => api.call['training:networks']());
}

/** A pushed state; a finished network is on the desk at once. */
export function applyTraining(workstation: Workstation, training: TrainingState): void {
  const before = workstation.store.get().training.kind;
  workstation.store.set({ training });
  if (training.kind === 'finished' && before !== 'finished') void refreshNetworks(workstation);
}

export async function startTraining(workstation: Workstation): Promise<void> {
  const { settings } = readTrainingForm(workstation.store.get().trainingForm);
  if (settings === null) return;
  await workstation.attempt('training:start', settings, 'training');
}

export async function stopTraining(workstation: Workstation): Promise<void> {
  await workstation.attempt('training:stop', undefined, 'training-stop');
}

export async function chooseNetwork(workstation: Workstation, id: string, use: boolean): Promise<void> {
  const networks = await workstation.attempt('training:use', { id, use }, `network-${id}`);
  if (networks !== null) workstation.store.set({ ownModels: { kind: 'loaded', value: networks } });
}
