import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import { useState } from 'react';
import { RECORDING_EXPORTERS, TWIN_EXPORTERS } from '../../../core/formats/export/registry.ts';
import type { ManyWish } from '../../../shared/contract/export-schemas.ts';
import type { SessionSummary } from '../../../shared/contract/schemas.ts';
import { useWorkstation } from '../../state/useWorkstation.ts';
import { dateTime } from '../../ui/quantity.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { SimulatedTag } from '../../ui/SimulatedTag.tsx';
import { exportMany } from './exportManyActions.ts';

/** What several sessions can be exported as: recordings with their commands, or twins. */
const WISHES: readonly { readonly label: string; readonly wish: ManyWish }[] = [
  ...RECORDING_EXPORTERS.map(({ id, title, purpose }) => ({
    label: `Recordings as ${title}: ${purpose}`,
    wish: { what: 'recordings', format: id } as const,
  })),
  ...TWIN_EXPORTERS.map(({ id, title, purpose }) => ({
    label: `Twins as ${title}: ${purpose}`,
    wish: { what: 'twins', format: id } as const,
  })),
];

/** Chooses sessions and one format; the folder is asked for next. */
export function ExportManyDialog({ sessions, onClose }: { sessions: readonly SessionSummary[]; onClose: () => void }) {
  const workstation = useWorkstation();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [format, setFormat] = useState('0');
  const wish = WISHES[Number(format)]?.wish;
  const isTwins = wish?.what === 'twins';
  const countOf = ({ recordings, twins }: SessionSummary): number => (isTwins ? twins : recordings);
  const offered = sessions.filter((session) => session.problem === null && countOf(session) > 0);
  const keys = offered.map(({ sessionKey }) => sessionKey).filter((key) => chosen.has(key));
  const flip = (key: string): void => {
    const next = new Set(chosen);
    if (!next.delete(key)) next.add(key);
    setChosen(next);
  };
  const isAll = keys.length === offered.length && keys.length > 0;
  const start = (): void => {
    if (wish === undefined) return;
    onClose();
    void exportMany(workstation, keys, wish);
  };
  const word = isTwins ? 'twin' : 'recording';
  return (
    <Dialog isOpen title="Export several sessions" onClose={onClose} className="wide-dialog">
      <DialogBody>
        <SelectField
          label="What and how"
          value={format}
          testId="export-many-format"
          options={WISHES.map(({ label }, i) => ({ value: String(i), label }))}
          onChange={setFormat}
        />
        <div className="row export-many-all">
          <Button
            size="small"
            variant="minimal"
            data-testid="export-many-all"
            disabled={offered.length === 0}
            onClick={() => setChosen(isAll ? new Set() : new Set(offered.map(({ sessionKey }) => sessionKey)))}
          >
            {isAll ? 'Choose none' : `Choose all ${offered.length}`}
          </Button>
          <span className="fine">{offered.length === sessions.length ? '' : `Sessions without a ${word} are not listed.`}</span>
        </div>
        <ul className="export-many-list" aria-label="Sessions to export">
          {offered.map((session) => (
            <li key={session.sessionKey}>
              <label>
                <input
                  type="checkbox"
                  checked={chosen.has(session.sessionKey)}
                  data-testid="export-many-session"
                  onChange={() => flip(session.sessionKey)}
                />
                <span className="one-line">
                  {session.cellName} {session.simulated && <SimulatedTag />}
                </span>
                <span className="fine num">
                  {dateTime(session.createdAt)} · {countOf(session)} {countOf(session) === 1 ? word : `${word}s`}
                </span>
              </label>
            </li>
          ))}
        </ul>
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text="Cancel" onClick={onClose} />
            <Button
              intent="primary"
              disabled={keys.length === 0}
              data-testid="export-many-start"
              text={keys.length === 0 ? 'Choose sessions' : `Export ${keys.length} into a folder …`}
              onClick={start}
            />
          </>
        }
      />
    </Dialog>
  );
}
