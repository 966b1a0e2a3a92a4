import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import type { ShownImport } from '../../../shared/contract/import-schemas.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { OfferedConditions } from './OfferedConditions.tsx';
import { fixed } from '../../ui/quantity.ts';

type Cell = ShownImport['cells'][number];

/** What an import used and what not, and why. */
export function ImportReport() {
  const { store } = useWorkstation();
  const report = useAppState((state) => state.importReport);
  const close = (): void => store.set({ importReport: null });
  if (report === null) return null;
  return (
    <Dialog isOpen title="What came in" onClose={close} className="wide-dialog">
      <DialogBody>
        <div data-testid="import-report">
          {report.cells.length > 1 && <Summary cells={report.cells} />}
          {report.cells.map((cell, i) => (
            <CellReport key={`${cell.cellName} ${i}`} cell={cell} />
          ))}
        </div>
      </DialogBody>
      <DialogFooter actions={<Button intent="primary" data-testid="import-report-close" text="Close" onClick={close} />} />
    </Dialog>
  );
}

/** Of many cells: what is stored, and what was not used, before each cell by itself. */
function Summary({ cells }: { cells: readonly Cell[] }) {
  const stored = cells.filter(({ sessionKey }) => sessionKey !== null);
  const recordings = stored.reduce((sum, cell) => sum + cell.recordings.length, 0);
  const unused = cells.flatMap((cell) => unusedOf(cell).map((text) => `${cell.cellName}: ${text}`));
  return (
    <section data-testid="import-summary">
      <p>
        {recordings} {recordings === 1 ? 'recording' : 'recordings'} of {stored.length === cells.length ? '' : `${stored.length} of `}
        {cells.length} cells {recordings === 1 ? 'is' : 'are'} stored.
      </p>
      <Sentences title="Not used, of all cells" list={unused} abnormal />
    </section>
  );
}

function unusedOf(cell: Cell): readonly string[] {
  return cell.files.flatMap(({ file, unused }) => unused.map(({ what, why }) => `${file}, ${what.toLowerCase()}: ${why}`));
}

function CellReport({ cell }: { cell: Cell }) {
  const unused = unusedOf(cell);
  const said = [
    ...cell.recordings.flatMap(({ recordingId, remarks }) => remarks.map((remark) => `Recording ${recordingId}: ${remark}`)),
    ...cell.files.flatMap(({ file, notes }) => notes.map((note) => `${file}: ${note}`)),
  ];
  return (
    <section>
      <h3>
        {cell.cellName}: {storedText(cell)}
      </h3>
      {cell.recordings.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Recording</th>
              <th scope="col">File</th>
              <th scope="col" className="num">
                Length
              </th>
              <th scope="col">Command</th>
            </tr>
          </thead>
          <tbody>
            {cell.recordings.map((one) => (
              <tr key={one.recordingId}>
                <th scope="row">{one.name ?? (one.kind === 'spontaneous' ? 'Membrane potential' : 'Voltage clamp')}</th>
                <td>{one.file}</td>
                <td className="num">{fixed(one.samples / one.sampleRateHz, 2)} s</td>
                <td>{one.command === null ? '–' : commandText(one.command)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Sentences title="Not used" list={unused} abnormal />
      <Sentences title="Not known" list={cell.questions} />
      <Sentences title="What to know" list={said} />
      <OfferedConditions cell={cell} />
    </section>
  );
}

function storedText({ recordings, files }: Cell): string {
  if (recordings.length > 0) return recordings.length === 1 ? '1 recording' : `${recordings.length} recordings`;
  return files.some(({ used }) => used > 0) ? 'a twin was stored' : 'nothing was stored';
}

function commandText({ origin, shiftMs, offsetMv }: NonNullable<Cell['recordings'][number]['command']>): string {
  const beside = [shiftMs === 0 ? '' : `${shiftMs} ms later`, offsetMv === 0 ? '' : `${offsetMv} mV beside`].filter((text) => text !== '');
  return [`from the ${origin}`, ...beside].join(', ');
}

function Sentences({ title, list, abnormal = false }: { title: string; list: readonly string[]; abnormal?: boolean }) {
  if (list.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <ul className={`plain-list ${abnormal ? 'abnormal' : ''}`}>
        {list.map((text, i) => (
          <li key={i}>{text}</li>
        ))}
      </ul>
    </>
  );
}
