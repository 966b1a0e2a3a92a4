import { channelBlocks } from '../../../core/drug/drug-dose.ts';
import { LEAST_EFFECT, MOST_HILL, MOST_IC50_NM } from '../../../core/drug/drug-schema.ts';
import { OWN_SOURCE } from '../../../core/drug/own-source.ts';
import { defaultEntry } from '../../../core/drug/source-rank.ts';
import type { ChannelBlock } from '../../../shared/contract/schemas.ts';
import { chosenEntry, measuredChoice, offersOf } from './chosenEntry.ts';
import { CHANNELS, NO_CHANNEL, type ChannelName, type ChannelRow, type DrugForm } from './slice.ts';
import { EMPTY, valueOf } from '../../state/loadable.ts';
import { addNotice } from '../../state/notices.ts';
import type { Workstation } from '../../state/workstation.ts';
import { concentrationOf, fieldProblem } from './experiment/readExperiment.ts';
import { sourceLabel } from './sourceLabel.ts';

export function changeDrugForm({ store }: Workstation, patch: Partial<DrugForm>): void {
  store.update(({ drugForm }) => ({ drugForm: { ...drugForm, ...patch } }));
}

export function changeChannel(workstation: Workstation, channel: ChannelName, patch: Partial<ChannelRow>): void {
  const { drugForm } = workstation.store.get();
  const row = { ...drugForm.channels[channel], extrapolated: false, hillGiven: true, ...patch };
  changeDrugForm(workstation, { choice: -1, measured: null, channels: { ...drugForm.channels, [channel]: row } });
}

/** Fills the channel table from the published list; -1 leaves the values to the operator. */
export function chooseDrug(workstation: Workstation, choice: number): void {
  const entry = valueOf(workstation.store.get().drugs)?.[choice];
  if (entry === undefined) {
    changeDrugForm(workstation, { choice: -1, measured: null });
    return;
  }
  const channels = Object.fromEntries(
    CHANNELS.map((channel) => {
      const block = entry.channels.find((candidate) => candidate.channel === channel);
      if (block === undefined) return [channel, NO_CHANNEL];
      const { extrapolated, hillGiven } = block;
      const maxPercent = String(Number((100 * (block.maxEffect ?? 1)).toPrecision(12)));
      return [channel, { ic50Nm: String(block.ic50Nm), hill: String(block.hill), maxPercent, extrapolated, hillGiven }];
    }),
  ) as Record<ChannelName, ChannelRow>;
  const concentration = entry.freeCmaxNm === null ? {} : { concentrationNm: String(entry.freeCmaxNm) };
  changeDrugForm(workstation, { choice, measured: null, channels, ...concentration });
  // An own compound is edited in the same fields: what is saved under its name replaces it.
  const own = entry.sourceId === OWN_SOURCE;
  workstation.store.update(({ drugStudy }) => ({
    drugStudy: { ...drugStudy, compoundName: own ? entry.drug : '', compoundCmax: own ? String(entry.freeCmaxNm ?? '') : '' },
  }));
  workstation.store.set({ drugResult: EMPTY });
}

/** A drug with its default source, or the first of the cell's own where it has no other; of an empty name the values are typed. */
export function chooseDrugByName(workstation: Workstation, name: string): void {
  const state = workstation.store.get();
  const drugs = valueOf(state.drugs) ?? [];
  const entry = defaultEntry(drugs, name);
  const own = entry === null ? offersOf(valueOf(state.openTwin), name).find(({ problem }) => problem === null) : undefined;
  if (own !== undefined) {
    void chooseMeasured(workstation, own.recordingId);
    return;
  }
  chooseDrug(workstation, entry === null ? -1 : drugs.indexOf(entry));
}

/** Takes the block that the open twin's cell shows in a recording with a drug, at the concentration of that recording. */
export async function chooseMeasured(workstation: Workstation, recordingId: number): Promise<void> {
  const { store, api, load } = workstation;
  const open = valueOf(store.get().openTwin);
  const offer = offersOf(open).find((each) => each.recordingId === recordingId);
  if (open === null || offer?.atNm == null) return;
  const key = { sessionKey: open.sessionKey, twinId: open.twinId, recordingId };
  const drugs = valueOf(store.get().drugs) ?? [];
  const entry = defaultEntry(drugs, offer.drug);
  chooseDrug(workstation, entry === null ? -1 : drugs.indexOf(entry));
  changeDrugForm(workstation, { measured: key, concentrationNm: String(offer.atNm) });
  await load('drugMeasured', async () => ({ key, ...(await api.call['drug:measured'](key)) }));
}

/** Channels with an IC50; throws the sentence for the operator when a field cannot be used. */
export function readChannels(form: DrugForm): ChannelBlock[] {
  const blocks = CHANNELS.flatMap((channel) => readChannel(channel, form.channels[channel]) ?? []);
  if (blocks.length === 0) throw new Error('Expected at least one channel with an IC50, all are empty. Choose a drug or type an IC50.');
  return blocks;
}

/** One line of the table; null where its IC50 is empty. @throws Error with the sentence for the operator */
export function readChannel(channel: ChannelName, row: ChannelRow): ChannelBlock | null {
  if (row.ic50Nm.trim() === '') return null;
  const ic50Nm = Number(row.ic50Nm);
  const hill = Number(row.hill);
  const maxEffect = row.maxPercent.trim() === '' ? NaN : Number(row.maxPercent) / 100;
  if (!(ic50Nm > 0 && ic50Nm <= MOST_IC50_NM)) {
    throw new Error(
      `${channel}: expected an IC50 above 0 and up to 1e15 nM, got "${row.ic50Nm}". Correct it or leave it empty for no block.`,
    );
  }
  if (!(hill > 0 && hill <= MOST_HILL)) {
    throw new Error(
      `${channel}: expected a Hill coefficient above 0 and up to ${MOST_HILL}, got "${row.hill}". Use 1 when it is not known.`,
    );
  }
  if (!(maxEffect >= LEAST_EFFECT && maxEffect <= 1) || maxEffect === 0) {
    throw new Error(
      `${channel}: expected a maximal block of ${100 * LEAST_EFFECT} to 100 % and not 0, got "${row.maxPercent}". ` +
        'Use 100 when it is not known, a negative one for an activator.',
    );
  }
  return { channel, ic50Nm, hill, ...(maxEffect === 1 ? {} : { maxEffect }) };
}

export async function applyDrug(workstation: Workstation): Promise<void> {
  const { store, api, load } = workstation;
  const { drugForm, openTwin } = store.get();
  if (openTwin.kind !== 'loaded') return;
  const { sessionKey, twinId } = openTwin.value;
  const problem = fieldProblem(() => concentrationOf(drugForm.concentrationNm));
  if (problem !== null) {
    addNotice(store, 'error', problem);
    return;
  }
  const concentrationNm = concentrationOf(drugForm.concentrationNm);
  await load('drugResult', async () => {
    const measured = measuredChoice(store.get());
    const entry = chosenEntry(store.get());
    if (measured !== null && entry === undefined)
      throw new Error('Expected the block measured on this cell, it is not there yet. Wait for it, or choose another source.');
    const channels = measured === null || entry === undefined ? readChannels(drugForm) : channelBlocks(entry);
    const what = `${entry === undefined ? 'Own values' : `${entry.drug} (${sourceLabel(entry.sourceId)})`}, ${drugForm.concentrationNm} nM`;
    return { result: await api.call['drug:apply']({ sessionKey, twinId, channels, concentrationNm }), form: drugForm, what };
  });
}
