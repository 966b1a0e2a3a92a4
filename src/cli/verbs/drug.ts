import { readFileSync } from 'node:fs';
import { applyBlock } from '../../core/drug/apply-block.ts';
import { blockedEnsemble } from '../../core/drug/blocked-ensemble.ts';
import { blockFractions } from '../../core/drug/block-fraction.ts';
import { parseDrugTable } from '../../core/drug/drug-table.ts';
import { findDrug } from '../../core/drug/find-drug.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { simulateBeat } from '../../core/beat/simulate-beat.ts';
import { twinValues } from '../../core/twin/twin-values.ts';
import { kernelPath } from '../../inference/index.ts';
import type { Arguments } from '../arguments.ts';
import { beatDifferences, beatTable, ensembleTable } from '../beat-lines.ts';
import { blockNotes, parseBlocks, type BlockedChannel } from '../blocks.ts';
import { readText } from '../files.ts';
import { DRUG_TABLE_FILE, RESOURCES_DIR } from '../paths.ts';
import { readTwin } from '../twin-file.ts';
import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';

export const drug: Verb = {
  words: ['drug'],
  summary: 'Beat a twin before and after channels are blocked.',
  options: {
    twin: { value: 'FILE.json', help: 'The twin.', required: true },
    block: { value: 'IKr=0.5,...', help: 'Blocked fraction per channel, 0 to 1.' },
    drug: { value: 'NAME', help: 'A drug of the table instead; needs --concentration-nm.' },
    'concentration-nm': { value: 'N', help: 'Free concentration, nM.' },
    source: { value: 'ID', help: 'Source of the block values. Default: manual patch clamp before automated.' },
  },
  async run(args) {
    args.oneOf('block', 'drug');
    const { blocked, notes, name } = blocksOf(args);
    const twin = readTwin(args.need('twin'));
    const values = twinValues(twin);
    const before = simulateBeat(values);
    const after = simulateBeat(applyBlock(values, blocked));
    const kernel = await PopulationKernel.load(readFileSync(kernelPath(RESOURCES_DIR)));
    const ensemble = blockedEnsemble(kernel, twin.ensemble?.members ?? [], blocked, twin.temperatureC);
    const difference = beatDifferences(before.features, after.features);
    return {
      json: {
        drug: name,
        blocked: Object.fromEntries(blocked.map(({ channel, fraction }) => [channel, fraction])),
        before: { outcome: before.outcome, ...before.features },
        after: { outcome: after.outcome, ...after.features },
        difference,
        ensemble,
        notes,
      },
      lines: [
        `${name}: ${blocked.map(({ channel, fraction }) => `${channel} ${(100 * fraction).toFixed(1)} %`).join(', ') || 'no channel known to be blocked'}`,
        ...beatTable([['Before', before], ['After', after]]),
        ...(ensemble ? [`Ensemble of ${ensemble.before.members} cells that the recording cannot tell from the twin, median (90 %):`, ...ensembleTable([['Before', ensemble.before], ['After', ensemble.after]])] : []),
        ...notes,
      ],
    };
  },
};

interface Blocks {
  readonly name: string;
  readonly blocked: readonly BlockedChannel[];
  readonly notes: readonly string[];
}

function blocksOf(args: Arguments): Blocks {
  const given = args.text('block');
  if (given !== undefined) {
    if (args.text('concentration-nm') !== undefined || args.text('source') !== undefined) throw new UsageError('--concentration-nm and --source belong to --drug.');
    const blocked = parseBlocks(given);
    return { name: 'Block', blocked, notes: blockNotes(blocked) };
  }
  const concentrationNm = args.number('concentration-nm', { min: 0 });
  if (concentrationNm === undefined) throw new UsageError('Missing: --concentration-nm N, the free concentration in nM.');
  const found = findDrug(parseDrugTable(readText(DRUG_TABLE_FILE, 'Drug table'), 'drugs.json'), args.need('drug'), args.text('source'));
  const { entry } = found;
  const { blockedFraction, notes } = blockFractions(entry.channels, concentrationNm);
  const extrapolated = entry.channels.filter((channel) => channel.extrapolated).map(({ channel }) => channel);
  return {
    name: `${entry.drug} ${concentrationNm} nM (${entry.sourceId})`,
    blocked: blockedFraction,
    notes: [
      ...found.notes,
      ...notes,
      ...(extrapolated.length > 0 ? [`The IC50 of ${extrapolated.join(', ')} lies above the highest concentration tested.`] : []),
      entry.note,
    ],
  };
}
