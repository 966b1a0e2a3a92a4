import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_CELL } from '../../src/core/cell/models.ts';
import { applyBlock } from '../../src/core/drug/apply-block.ts';
import type { BlockedChannel } from '../../src/core/drug/combine-blocks.ts';
import { parseTwin } from '../../src/core/formats/twin-json.ts';
import { parseProtocol } from '../../src/core/protocol/parse-protocol.ts';
import { sampleCommand } from '../../src/core/protocol/protocol.ts';
import type { Bath } from '../../src/core/quality/bath.ts';
import { simulateClamp } from '../../src/core/simulate/reference-clamp.ts';
import { SessionFolder, type RecordingEnd } from '../../src/main/store/index.ts';
import { simulatedTwin } from './simulated-twin.ts';

const RATE_HZ = 2000;
const CAPACITANCE_PF = 50;
const root = join(import.meta.dirname, '..', '..');

/** What the drug did to the cell of the session. */
export const TRUE_BLOCK: readonly BlockedChannel[] = [
  { channel: 'IKr', fraction: 0.6 },
  { channel: 'ICaL', fraction: 0.2 },
];

/**
 * A session of the published cell as the rig stores it: a control, the same with 10 nM of dofetilide, and with 100 nM a recording that was
 * aborted. Its twin is that of the control.
 * @returns file of the session
 */
export function sessionWithDrug(folder: string, cellName = 'Cell with drug'): string {
  const protocol = parseProtocol(readFileSync(join(root, 'resources/protocols/clark2022.json'), 'utf8'));
  const command = sampleCommand(protocol, RATE_HZ);
  const session = new SessionFolder(folder).create({ cellName });
  const record = (bath: Bath, blocked: readonly BlockedChannel[], end: RecordingEnd): number => {
    const values = applyBlock(DEFAULT_CELL.baseline(), blocked);
    const { current } = simulateClamp(values, protocol, { holdS: 10, sampleRateHz: RATE_HZ, rsCmMs: 0, model: DEFAULT_CELL });
    const id = session.beginRecording({
      kind: 'voltage-clamp',
      protocolRequested: protocol,
      protocolRealised: protocol,
      device: { name: 'Bench rig', firmware: '1.0.0', serial: '7', port: 'simulated', simulated: true },
      calibration: null,
      acquisition: { mode: 'VC', quality: { stage: 'whole-cell', bath } },
      conditions: { temperatureC: 37, membraneCapacitancePf: CAPACITANCE_PF },
      sampleRateHz: RATE_HZ,
      expectedSamples: command.length,
      startedAt: '2026-03-14T10:26:10.000Z',
    });
    session.appendChunk(
      id,
      0,
      command,
      Float32Array.from(current, (density) => density * CAPACITANCE_PF),
    );
    session.endRecording(id, end);
    return id;
  };
  const control = record({ phase: 'control', drug: null, concentrationNm: null }, [], 'complete');
  record({ phase: 'drug', drug: 'Dofetilide', concentrationNm: 10 }, TRUE_BLOCK, 'complete');
  record({ phase: 'drug', drug: 'Dofetilide', concentrationNm: 100 }, TRUE_BLOCK, 'aborted');
  session.addTwin(control, { ...parseTwin(simulatedTwin(), 'twin'), cellName });
  session.close();
  return session.path;
}
