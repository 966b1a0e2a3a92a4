/**
 * Writes resources/protocols from published protocols (segments as facts) and from the command column of real recordings.
 * Usage: node scripts/import-protocols.ts PROTOCOLS_FOLDER IPSC_CM_FOLDER
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePublished } from '../src/core/protocol/parse-published.ts';
import { protocolToJson } from '../src/core/protocol/protocol-json.ts';
import { assertProtocol, type Protocol, type Segment } from '../src/core/protocol/protocol.ts';

const published: { id: string; name: string; remark: string }[] = [
  { id: 'clark2022-rounded', name: 'Clark 2022, rounded', remark: 'Clark et al. 2022, as played on the rig' },
  { id: 'clark2022', name: 'Clark 2022, exact', remark: 'Clark et al. 2022, before rounding' },
  { id: 'clark2024-autopatch', name: 'Clark 2024, steps only', remark: 'Clark et al. 2024, for automated patch clamp' },
  { id: 'groenendaal2015', name: 'Groenendaal 2015', remark: 'Groenendaal et al. 2015, multistep' },
  {
    id: 'sutanto2022-atrial',
    name: 'Sutanto 2022, atrial',
    remark: 'Sutanto 2022, optimised for atrial cells; its third column is read as "ramp to this voltage", which the file does not state',
  },
];

function importPublished(folder: string, { id, name, remark }: (typeof published)[number]): Protocol {
  const { protocol } = parsePublished(JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')), id, `${id}.json`);
  return { ...protocol, name, source: `${remark}. Segments from ${protocol.source}` };
}

/**
 * The step family of the iPSC-CM data set. The command column changes at samples 4000, 4500, ...; in both cells the current
 * still has its old value at those samples and moves at the next one, so the edges lie at 400, 450, ... ms and the edge sample
 * belongs to the segment that ends. The first transient (samples 1 and 2) has the size of the later 0 to -80 mV step in both
 * cells at every compensation setting: the cells were held near 0 mV, although no sheet says so.
 */
function importSteps(folder: string): Protocol {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((cell) => cell.isDirectory())
    .flatMap((cell) =>
      readdirSync(join(folder, cell.name))
        .filter((file) => file.startsWith('Compensation_'))
        .map((file) => join(folder, cell.name, file)),
    );
  const families = files.map((file) => segmentsOfCommand(file));
  families.forEach((family, i) => {
    if (JSON.stringify(family) !== JSON.stringify(families[0])) throw new Error(`${files[i]} plays other steps than ${files[0]}.`);
  });
  return {
    id: 'ipsc-steps',
    name: 'Step family -70 to +60 mV, 50 ms',
    source:
      'Command column of the Compensation recordings of Christini-Lab/iPSC-leak-artifact (Clark et al. 2023, Europace euad243), ' +
      '10 kHz, 55000 samples; ' +
      'holding near 0 mV is read from the first capacitive transient, the authors do not state it',
    holdingMv: 0,
    segments: families[0] as Segment[],
  };
}

function segmentsOfCommand(file: string): Segment[] {
  const command = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Math.round(Number(line.split(',')[1]) * 1e6) / 1e3);
  const edges = command.flatMap((v, k) => (k === 0 || v !== command[k - 1] ? [k] : []));
  const last = command.length - 1;
  return edges.map((k, i) => ({
    kind: 'step',
    voltageMv: command[k] as number,
    durationMs: ((edges[i + 1] ?? last) - k) / 10,
  }));
}

const [protocolsFolder, cellsFolder] = process.argv.slice(2);
if (!protocolsFolder || !cellsFolder) {
  console.error('Usage: node scripts/import-protocols.ts PROTOCOLS_FOLDER IPSC_CM_FOLDER');
  process.exit(2);
}
const protocols = [...published.map((entry) => importPublished(protocolsFolder, entry)), importSteps(cellsFolder)];
for (const protocol of protocols) {
  assertProtocol(protocol);
  const path = join('resources/protocols', `${protocol.id}.json`);
  writeFileSync(path, protocolToJson(protocol));
  console.log(`${path}: ${protocol.segments.length} segments`);
}
