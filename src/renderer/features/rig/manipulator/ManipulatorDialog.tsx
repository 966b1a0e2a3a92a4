import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import { useState } from 'react';
import { MANIPULATOR_KINDS, MANIPULATOR_WORDS } from '../../../../shared/rig/manipulator.ts';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { QuantityField } from '../../../ui/QuantityField.tsx';
import { SelectField } from '../../../ui/SelectField.tsx';
import { openRigDialog } from '../cell/cellActions.ts';
import { keptManipulator } from './keptManipulator.ts';
import { connectManipulator, disconnectManipulator } from './manipulatorActions.ts';

/** Which micromanipulator is at which port; remembered. */
export function ManipulatorDialog() {
  const workstation = useWorkstation();
  const connected = useAppState((state) => state.rig.manipulator);
  const busy = useAppState((state) => state.pending.has('manipulator'));
  const [wish, setWish] = useState(() => connected ?? keptManipulator() ?? { kind: MANIPULATOR_KINDS[0], port: '' });
  const close = (): void => openRigDialog(workstation, null);
  const { kind, port } = { kind: wish.kind, port: wish.port.trim() };
  return (
    <Dialog isOpen title="Manipulator" onClose={close}>
      <DialogBody>
        <div className="row">
          <SelectField
            label="Kind"
            value={kind}
            disabled={connected !== null}
            options={MANIPULATOR_KINDS.map((value) => ({ value, label: MANIPULATOR_WORDS[value] }))}
            testId="manipulator-kind"
            onChange={(value) => setWish({ kind: MANIPULATOR_KINDS.find((known) => known === value) ?? kind, port: wish.port })}
          />
          <QuantityField
            label="Path of its port"
            text
            value={wish.port}
            disabled={connected !== null}
            placeholder="/dev/ttyUSB0 or COM4"
            testId="manipulator-port"
            onChange={(typed) => setWish({ kind, port: typed })}
          />
        </div>
        <p className="fine manipulator-note">
          Shows where it is and stops it; TwinClamp never moves it. None of these was tried on hardware. An MP-285 is asked only when you
          press Read: while its dial is turned, a question can hang it.
        </p>
      </DialogBody>
      <DialogFooter
        actions={
          connected === null ? (
            <Button
              intent="primary"
              loading={busy}
              disabled={port === ''}
              data-testid="connect-manipulator"
              onClick={() => void connectManipulator(workstation, { kind, port }).then((answered) => answered && close())}
            >
              Connect
            </Button>
          ) : (
            <Button
              loading={busy}
              data-testid="disconnect-manipulator"
              onClick={() => void disconnectManipulator(workstation).then((done) => done && close())}
            >
              Disconnect
            </Button>
          )
        }
      />
    </Dialog>
  );
}
