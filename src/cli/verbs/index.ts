import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';
import { beats } from './beats.ts';
import { compounds } from './compounds.ts';
import { drug } from './drug.ts';
import { evaluateVerb } from './evaluate.ts';
import { evaluateLiving } from './evaluate-living.ts';
import { experiment } from './experiment.ts';
import { exportVerb } from './export.ts';
import { headToHeadVerb } from './head-to-head.ts';
import { importVerb } from './import.ts';
import { infer } from './infer.ts';
import { job } from './job.ts';
import { modelsList } from './models-list.ts';
import { paramsList } from './params-list.ts';
import { population } from './population.ts';
import { populationBeating } from './population-beating.ts';
import { populationShards } from './population-shards.ts';
import { protocolList } from './protocol-list.ts';
import { protocolCompare } from './protocol-compare.ts';
import { protocolOptimise } from './protocol-optimise.ts';
import { protocolTable } from './protocol-table.ts';
import { protocolScore } from './protocol-score.ts';
import { referenceSet } from './reference-set.ts';
import { reportVerb } from './report.ts';
import { rigClamp } from './rig-clamp.ts';
import { rigEmulate } from './rig-emulate.ts';
import { rigPatchMaster } from './rig-patchmaster.ts';
import { rigPosition } from './rig-position.ts';
import { rigPorts } from './rig-ports.ts';
import { rigRecord } from './rig-record.ts';
import { rigZap } from './rig-zap.ts';
import { sessionBackup } from './session-backup.ts';
import { sessionCheck } from './session-check.ts';
import { sessionExport } from './session-export.ts';
import { sessionImport } from './session-import.ts';
import { sessionList } from './session-list.ts';
import { sessionMerge } from './session-merge.ts';
import { sessionMigrate } from './session-migrate.ts';
import { sessionRename } from './session-rename.ts';
import { sessionRepair } from './session-repair.ts';
import { sessionCorrect } from './session-correct.ts';
import { sessionRenew } from './session-renew.ts';
import { simulateAp } from './simulate-ap.ts';
import { simulateVc } from './simulate-vc.ts';
import { sweep } from './sweep.ts';
import { train } from './train.ts';
import { twinImport } from './twin-import.ts';
import { twinVerb } from './twin.ts';

export const VERBS: readonly Verb[] = [
  job,
  simulateVc,
  simulateAp,
  rigEmulate,
  rigRecord,
  rigZap,
  rigPorts,
  rigPosition,
  rigClamp,
  rigPatchMaster,
  infer,
  twinImport,
  twinVerb,
  drug,
  sweep,
  experiment,
  compounds,
  beats,
  exportVerb,
  reportVerb,
  importVerb,
  sessionImport,
  sessionList,
  sessionExport,
  sessionCheck,
  sessionRepair,
  sessionBackup,
  sessionMerge,
  sessionRename,
  sessionMigrate,
  sessionRenew,
  sessionCorrect,
  populationShards,
  populationBeating,
  population,
  train,
  evaluateVerb,
  evaluateLiving,
  referenceSet,
  headToHeadVerb,
  protocolList,
  protocolScore,
  protocolOptimise,
  protocolTable,
  protocolCompare,
  modelsList,
  paramsList,
];

/** @throws UsageError that names the verbs nearest to what was typed */
export function findVerb(argv: readonly string[]): { readonly verb: Verb; readonly rest: readonly string[] } {
  for (const verb of VERBS) {
    if (verb.words.every((word, i) => argv[i] === word)) return { verb, rest: argv.slice(verb.words.length) };
  }
  const group = VERBS.filter(({ words }) => words.length > 1 && words[0] === argv[0]);
  const known = (group.length > 0 ? group : VERBS).map(({ words }) => words.join(' ')).join(', ');
  throw new UsageError(`Unknown verb "${argv.slice(0, group.length > 0 ? 2 : 1).join(' ')}"; expected one of: ${known}.`);
}
