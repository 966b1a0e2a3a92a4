import { Button } from '@blueprintjs/core';
import { valueOf } from '../../state/loadable.ts';
import { isUnsaved } from './deskState.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { Panel } from '../../ui/Panel.tsx';
import { importProtocol, newProtocol } from './protocolActions.ts';
import { ProtocolRow } from './ProtocolRow.tsx';

/** The library and the operator's own protocols with their scores. */
export function ProtocolListPanel() {
  const workstation = useWorkstation();
  const shelf = valueOf(useAppState((state) => state.shelf));
  const { open, listScores } = useAppState((state) => state.protocolDesk);
  const groups = [
    { title: 'Own', origin: 'own', empty: 'None yet. Change any protocol and save it.' },
    { title: 'Library', origin: 'library', empty: 'The library is empty; install TwinClamp again.' },
  ] as const;
  return (
    <Panel
      title="Protocols"
      className="protocol-list"
      aside={
        <>
          <Button size="small" variant="minimal" data-testid="protocol-new" onClick={() => newProtocol(workstation)}>
            New
          </Button>
          <Button size="small" variant="minimal" data-testid="protocol-import" onClick={() => void importProtocol(workstation)}>
            Import …
          </Button>
        </>
      }
    >
      <div className="protocol-rows">
        {groups.map(({ title, origin, empty }) => {
          const entries = shelf?.entries.filter((entry) => entry.origin === origin) ?? [];
          return (
            <section key={origin} aria-label={title}>
              <h3>
                {title} <span className="fine">R²</span>
              </h3>
              {entries.length === 0 && <p className="fine pad-tight">{shelf === null ? 'Reading …' : empty}</p>}
              {entries.map(({ protocol }) => {
                const isOpen = open?.origin === origin && open.opened.id === protocol.id;
                return (
                  <ProtocolRow
                    key={protocol.id}
                    origin={origin}
                    protocol={protocol}
                    score={listScores[protocol.id]}
                    isOpen={isOpen}
                    isChanged={isOpen && isUnsaved(open)}
                  />
                );
              })}
            </section>
          );
        })}
        {(shelf?.problems ?? []).map(({ file, message }) => (
          <p key={file} className="field-problem pad-tight" data-testid="protocol-problem" title={file}>
            {message}
          </p>
        ))}
      </div>
      {shelf !== null && (
        <p className="fine one-line" title={shelf.ownFolder}>
          Own: {shelf.ownFolder}
        </p>
      )}
    </Panel>
  );
}
