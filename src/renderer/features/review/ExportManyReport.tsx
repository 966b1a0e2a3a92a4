import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';

function writtenText(files: number): string {
  if (files === 0) return 'Nothing was written';
  return files === 1 ? '1 file written' : `${files} files written`;
}

/** What an export of several sessions wrote and what not, and why. */
export function ExportManyReport() {
  const { store } = useWorkstation();
  const report = useAppState((state) => state.exportReport);
  const close = (): void => store.set({ exportReport: null });
  if (report === null) return null;
  const { folder, written, left } = report;
  const notes = written.flatMap(({ file, note }) => (note === null ? [] : [`${file}: ${note}`]));
  return (
    <Dialog isOpen title="What was exported" onClose={close} className="wide-dialog">
      <DialogBody>
        <div data-testid="export-many-report">
          <p>
            {writtenText(written.length)} into {folder}
          </p>
          {left.length > 0 && <h4>Not written</h4>}
          <ul className="plain-list abnormal">
            {left.map(({ cellName, why }, i) => (
              <li key={i}>
                {cellName}: {why}
              </li>
            ))}
          </ul>
          {notes.length > 0 && <h4>What to know</h4>}
          <ul className="plain-list">
            {notes.map((note, i) => (
              <li key={i}>{note}</li>
            ))}
          </ul>
          {written.length > 0 && <h4>Files</h4>}
          <ul className="plain-list">
            {written.map(({ file }) => (
              <li key={file}>{file}</li>
            ))}
          </ul>
        </div>
      </DialogBody>
      <DialogFooter actions={<Button intent="primary" data-testid="export-many-close" text="Close" onClick={close} />} />
    </Dialog>
  );
}
