import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PUBLISHED_TEMPERATURE_C } from '../../core/cell/temperature.ts';
import { findProtocol } from '../../main/store/index.ts';
import { makeReferenceSet, openReferenceSet } from '../../inference/index.ts';
import { PROTOCOLS_DIR } from '../paths.ts';
import { pairs } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';

export const referenceSet: Verb = {
  words: ['reference-set'],
  summary: 'Simulate reference cells for "evaluate" with the reference engine at small steps: another protocol, or other cells.',
  options: {
    protocol: { value: 'ID|FILE', help: 'Protocol that the cells are clamped with.', required: true },
    out: { value: 'DIR', help: 'Folder to write; must not hold a set yet.', required: true },
    from: { value: 'DIR', help: 'Set of reference cells to take cells and action potentials from. Default: new cells.' },
    seed: { value: 'N', help: 'Without --from: seed of the new cells, of which those that beat are taken. Default 1.' },
    temperature: { value: 'C', help: 'Without --from: temperature of the bath, degC. Default 37.' },
    cells: { value: 'N', help: 'Number of cells. Default 80.' },
  },
  async run(args, { signal, progress }) {
    const folder = args.need('out');
    const seed = args.number('seed', { min: 0, whole: true });
    const from = args.text('from');
    if (from !== undefined && seed !== undefined)
      throw new UsageError('Give --from or --seed: cells are taken from a set or drawn, not both.');
    if (existsSync(join(folder, 'manifest.json')))
      throw new UsageError(`"${folder}" holds a set already; nothing was overwritten. Give another folder.`);
    const protocol = findProtocol(PROTOCOLS_DIR, args.need('protocol'));
    const cells = args.number('cells', { min: 1, whole: true }) ?? 80;
    await makeReferenceSet({
      folder,
      protocol,
      cells,
      temperatureC: args.number('temperature', { min: 15, max: 42 }) ?? PUBLISHED_TEMPERATURE_C,
      from: from === undefined ? { seed: seed ?? 1 } : openReferenceSet(from),
      signal,
      onCell: (done, total) => progress.step('Simulating reference cells', done / total, `${done} of ${total}`),
    });
    return {
      json: { folder, cells, protocol: protocol.id },
      lines: pairs([
        ['Cells', String(cells)],
        ['Protocol', protocol.id],
        ['Folder', folder],
      ]),
    };
  },
};
