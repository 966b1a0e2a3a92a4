import type { FromAcquisition, ToAcquisition } from '../../shared/acquisition/messages.ts';
import { ACQUISITION_FLAGS, type AcquisitionChild } from '../acquisition/index.ts';
import { forkWithSqlite } from './fork-with-sqlite.ts';
import { utilityPeer } from './utility-peer.ts';

const LET_GO_MS = 3000;

/** Runs the acquisition process as an Electron utilityProcess. */
export function startUtilityAcquisition(script: string): AcquisitionChild {
  const child = forkWithSqlite(script, { serviceName: 'TwinClamp acquisition', stdio: 'inherit', execArgv: [...ACQUISITION_FLAGS] });
  return {
    ...utilityPeer<ToAcquisition, FromAcquisition>(child),
    kill: () => {
      const { pid } = child;
      child.kill();
      // A process that hangs does not receive that.
      const insist = setTimeout(() => pid !== undefined && process.kill(pid, 'SIGKILL'), LET_GO_MS);
      child.once('exit', () => clearTimeout(insist));
    },
  };
}
