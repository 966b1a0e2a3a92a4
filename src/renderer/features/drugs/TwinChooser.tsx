import { valueOf } from '../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { Panel } from '../../ui/Panel.tsx';
import { methodName } from '../../ui/methodName.ts';
import { dateTime, fixed } from '../../ui/quantity.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { openTwin } from '../twin/twinActions.ts';

/** Which twin: the newest of a session, then any of them. */
export function TwinChooser() {
  const workstation = useWorkstation();
  const open = valueOf(useAppState((state) => state.openTwin));
  const sessions = (valueOf(useAppState((state) => state.sessions)) ?? []).filter(({ twins }) => twins > 0);
  const choose = async (sessionKey: string): Promise<void> => {
    const session = await workstation.attempt('session:open', { sessionKey });
    const newest = session?.twinList.reduce((a, b) => (b.createdAt > a.createdAt ? b : a));
    if (newest !== undefined) await openTwin(workstation, sessionKey, newest.twinId, 'stay');
  };
  return (
    <Panel title="Twin">
      <SelectField
        label="Cell"
        value={open?.sessionKey ?? ''}
        options={[
          ...(open === null ? [{ value: '', label: 'Choose a cell' }] : []),
          ...sessions.map(({ sessionKey, cellName, createdAt, simulated }) => ({
            value: sessionKey,
            label: `${cellName} · ${dateTime(createdAt)}${simulated ? ' · simulated' : ''}`,
          })),
        ]}
        testId="drug-session"
        onChange={(sessionKey) => sessionKey !== '' && void choose(sessionKey)}
      />
      {open !== null && open.session.twinList.length > 1 && (
        <SelectField
          label="Which twin"
          value={String(open.twinId)}
          options={open.session.twinList.map((twin) => ({
            value: String(twin.twinId),
            label:
              `${twin.alarms > 0 || twin.fitFailed ? '▲ ' : ''}${methodName(twin.method)} · NRMSE ${fixed(twin.nrmsePercent, 2)} % ` +
              `· ${dateTime(twin.createdAt)}`,
          }))}
          onChange={(twinId) => void openTwin(workstation, open.sessionKey, Number(twinId), 'stay')}
        />
      )}
    </Panel>
  );
}
