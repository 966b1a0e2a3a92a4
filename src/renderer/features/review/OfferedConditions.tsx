import { Button } from '@blueprintjs/core';
import { useState } from 'react';
import { CORRECTABLE, type Correctable } from '../../../core/trace/correction.ts';
import type { ShownImport } from '../../../shared/contract/import-schemas.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { correctRecording } from './correctRecording.ts';

interface Offered {
  readonly key: Correctable;
  readonly value: number;
  readonly recordingIds: readonly number[];
}

/** Conditions that notes in the files state: each is taken over by a click, for the recordings that it was found in. */
export function OfferedConditions({ cell }: { cell: ShownImport['cells'][number] }) {
  const workstation = useWorkstation();
  const working = useAppState((state) => state.pending.has('correct'));
  const [taken, setTaken] = useState<readonly Offered[]>([]);
  const { sessionKey } = cell;
  const offers = sessionKey === null ? [] : offersOf(cell);
  if (sessionKey === null || offers.length === 0) return null;
  const take = async (offer: Offered): Promise<void> => {
    for (const recordingId of offer.recordingIds)
      if (!(await correctRecording(workstation, sessionKey, recordingId, { [offer.key]: offer.value }))) return;
    setTaken((before) => [...before, offer]);
  };
  const isTaken = ({ key, value }: Offered): boolean => taken.some((one) => one.key === key && one.value === value);
  return (
    <>
      <h4>Offered by notes in the files</h4>
      <ul className="plain-list">
        {offers.map((offer) => {
          const { label, unit } = CORRECTABLE[offer.key];
          return (
            <li key={`${offer.key} ${offer.value}`} className="offered-condition">
              <span>
                {label[0]?.toUpperCase()}
                {label.slice(1)} {offer.value} {unit}, of {offer.recordingIds.length === 1 ? 'recording' : 'recordings'}{' '}
                {offer.recordingIds.join(', ')}
              </span>
              <Button
                size="small"
                disabled={working || isTaken(offer)}
                data-testid={`take-${offer.key}`}
                onClick={() => void take(offer)}
                text={isTaken(offer) ? 'Taken over' : 'Take over'}
              />
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** Only what can be corrected of a recording; a capacitance is stated at the import. */
function offersOf({ recordings }: ShownImport['cells'][number]): readonly Offered[] {
  const found = new Map<string, Offered>();
  for (const { recordingId, offers } of recordings)
    for (const { condition, value } of offers) {
      if (!(condition in CORRECTABLE)) continue;
      const id = `${condition} ${value}`;
      const recordingIds = [...(found.get(id)?.recordingIds ?? []), recordingId];
      found.set(id, { key: condition as Correctable, value, recordingIds });
    }
  return [...found.values()];
}
