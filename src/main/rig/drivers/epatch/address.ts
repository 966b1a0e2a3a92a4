import { EPATCH_MODELS, type EpatchModel } from '../../../../shared/epatch/index.ts';
import { parsePort } from '../../../../shared/rig/rig-port.ts';
import { RigError } from '../../rig-error.ts';
import type { LinePort } from '../../transport/transport.ts';

const MODEL_FIRST = /^([A-Z0-9]+)@(.+)$/;

/**
 * Model and line of an address: "EL04F@/dev/ttyUSB0", or a port alone for the first model. The model cannot be read over the line.
 * @throws RigError port-missing
 */
export function readAddress(address: string): { readonly model: EpatchModel; readonly port: LinePort } {
  const [, name, rest] = MODEL_FIRST.exec(address) ?? [];
  const model = name === undefined ? EPATCH_MODELS[0] : EPATCH_MODELS.find(({ id }) => id === name);
  const port = portOf(rest ?? address);
  if (model === undefined || port === null) {
    throw new RigError(
      'port-missing',
      `Expected an ePatch at a serial port, with its model before it as in EL04F@COM3, got "${address.slice(0, 80)}". The models ` +
        `are ${EPATCH_MODELS.map(({ id }) => id).join(' and ')}.`,
    );
  }
  return { model, port };
}

/** null for what is no line, an empty text included. */
function portOf(text: string): LinePort | null {
  if (text.trim() === '') return null;
  if (text.startsWith('tcp:') && !/^tcp:\/\/[^/]+:\d+$/.test(text)) return null;
  const port = parsePort(text);
  return port.kind === 'serial' || port.kind === 'tcp' ? port : null;
}
