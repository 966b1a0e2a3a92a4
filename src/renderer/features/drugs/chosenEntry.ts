import { measuredOffers, type MeasuredOffer } from '../../../core/drug/measured-recordings.ts';
import type { DrugEntry } from '../../../shared/contract/schemas.ts';
import type { AppState } from '../../state/appState.ts';
import { valueOf } from '../../state/loadable.ts';
import type { OpenTwin } from '../twin/slice.ts';
import type { MeasuredDrug, MeasuredKey } from './slice.ts';

/** The recording of the open twin's cell whose block is the source; null: the source is one of the list, or typed values. */
export function measuredChoice({ drugForm, openTwin }: Pick<AppState, 'drugForm' | 'openTwin'>): MeasuredKey | null {
  const open = valueOf(openTwin);
  const { measured } = drugForm;
  return measured !== null && open !== null && measured.sessionKey === open.sessionKey && measured.twinId === open.twinId ? measured : null;
}

/** What that recording shows; null while it is computed. */
export function measuredNow(state: Pick<AppState, 'drugForm' | 'openTwin' | 'drugMeasured'>): MeasuredDrug | null {
  const choice = measuredChoice(state);
  const found = valueOf(state.drugMeasured);
  return choice !== null && found?.key === choice ? found : null;
}

/** The source whose values are taken; undefined for typed ones, and while the measured one is computed. */
export function chosenEntry(state: Pick<AppState, 'drugs' | 'drugForm' | 'openTwin' | 'drugMeasured'>): DrugEntry | undefined {
  if (measuredChoice(state) !== null) return measuredNow(state)?.entry;
  return valueOf(state.drugs)?.[state.drugForm.choice];
}

/** Recordings with a drug of the open twin's cell, of one drug where it is named; case does not matter. */
export function offersOf(open: OpenTwin | null, drug?: string): MeasuredOffer[] {
  const twinOf = open?.session.twinList.find(({ twinId }) => twinId === open.twinId)?.recordingId;
  if (open === null || twinOf === undefined) return [];
  const offers = measuredOffers(open.session.recordingList, twinOf);
  return drug === undefined ? offers : offers.filter((offer) => offer.drug.toLowerCase() === drug.trim().toLowerCase());
}
