import { Button } from '@blueprintjs/core';
import { Fragment } from 'react';
import type { SessionDetail } from '../../../shared/contract/schemas.ts';
import { useWorkstation } from '../../state/useWorkstation.ts';
import { AlarmWords } from '../../ui/AlarmWords.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { dateTime, fixed } from '../../ui/quantity.ts';
import { openTwin } from '../twin/twinActions.ts';

export function TwinTable({ session }: { session: SessionDetail }) {
  const workstation = useWorkstation();
  return (
    <Panel title="Twins" className="grow">
      {session.twinList.length === 0 ? (
        <p className="fine">No twin yet. Press “Infer twin” beside a voltage-clamp recording.</p>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Made</th>
              <th scope="col">Method</th>
              <th scope="col" className="num">
                NRMSE
              </th>
              <th scope="col">Outcome</th>
              <th scope="col">Alarms</th>
              <th scope="col" />
            </tr>
          </thead>
          <tbody>
            {session.twinList.map((twin) => (
              <Fragment key={twin.twinId}>
                <tr data-testid="twin-row">
                  <th scope="row" className="num-text">
                    {dateTime(twin.createdAt)}
                  </th>
                  <td>{twin.method}</td>
                  <td className="num">{fixed(twin.nrmsePercent, 2)} %</td>
                  <td>{twin.outcome}</td>
                  <td className={isAlarmed(twin) ? 'abnormal' : 'muted'}>{isAlarmed(twin) ? `▲ ${Math.max(1, twin.alarms)}` : 'none'}</td>
                  <td className="row-buttons">
                    <Button
                      size="small"
                      variant="minimal"
                      data-testid="open-twin"
                      onClick={() => void openTwin(workstation, session.sessionKey, twin.twinId)}
                    >
                      Open
                    </Button>
                  </td>
                </tr>
                {isAlarmed(twin) && (
                  <tr className="row-words">
                    <td colSpan={6} className="wraps">
                      <AlarmWords alarms={twin.alarmList} fitFailed={twin.fitFailed} />
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

/** Its text is shown on its own line below it. */
function isAlarmed({ alarms, fitFailed }: SessionDetail['twinList'][number]): boolean {
  return alarms > 0 || fitFailed;
}
