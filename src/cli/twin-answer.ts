import { accessWords } from '../core/twin/access-words.ts';
import { ensembleNote } from '../core/twin/ensemble-note.ts';
import { FAILED_FIT_NOTE, fitFailed } from '../core/twin/fit-failed.ts';
import { originOf, SIMULATED_NOTE } from '../core/twin/twin-origin.ts';
import { twinBathWords } from '../core/twin/twin-bath.ts';
import { temperatureWords } from '../core/twin/twin-temperature.ts';
import { informedCounts } from '../core/twin/informed-counts.ts';
import type { Twin } from '../core/twin/twin.ts';
import { beatTable } from './beat-lines.ts';
import { pairs, shown } from './table.ts';

/** The short form of a twin for answers; the complete twin is in its file. */
export function twinSummary(twin: Twin) {
  const { cellName, method, protocolId, temperatureC, clamp, fit, beat, beatWithLeak, alarms, notIdentifiable, provenance } = twin;
  return {
    cellName,
    origin: originOf(twin),
    cell: twin.cell ?? null,
    method,
    evidence: twin.evidence ?? null,
    protocolId,
    temperatureC,
    temperatureSource: twin.temperatureSource ?? 'unknown',
    clampMode: clamp.mode,
    access: clamp.access ?? null,
    ...fit,
    fitFailed: fitFailed(fit),
    outcome: beat.outcome,
    ...beat.features,
    withLeak: beatWithLeak === null ? null : { outcome: beatWithLeak.outcome, ...beatWithLeak.features },
    informedBy: informedCounts(twin),
    alarms,
    recordingNotes: twin.recordingNotes ?? [],
    notIdentifiable: notIdentifiable.length,
    network: provenance.network,
    backend: provenance.backend,
  };
}

function whiteness({ residualAfterStepsPaPf, residualCorrelation }: Twin['fit']): [string, string][] {
  const after: [string, string][] =
    residualAfterStepsPaPf === null ? [] : [['From 0.5 ms after steps', `residual ${shown(residualAfterStepsPaPf, 3)} pA/pF`]];
  if (residualCorrelation === null) return after;
  return [
    ...after,
    [
      'Whiteness',
      `correlation of neighbours in the residual ${shown(residualCorrelation.lag1, 2)}, of noise at most ` +
        shown(residualCorrelation.chance, 2),
    ],
  ];
}

/** Notes that precede every result of a twin: that it is simulated, and why not to trust it. */
export function warningLines(twin: Pick<Twin, 'simulated' | 'alarms'>): string[] {
  return [...(twin.simulated === true ? [SIMULATED_NOTE] : []), ...twin.alarms.map((alarm) => `ALARM  ${alarm}`)];
}

export function twinLines(twin: Twin): string[] {
  const informed = informedCounts(twin);
  const { fit } = twin;
  const note = twin.ensemble === null ? null : ensembleNote(twin.ensemble);
  return [
    ...warningLines(twin),
    ...pairs([
      ['Cell', twin.cellName],
      ...(twin.cell === undefined ? [] : [['Prior', `of ${twin.cell} cells`] as [string, string]]),
      ['Method', twin.method],
      ...evidencePairs(twin),
      ['Temperature', temperatureWords(twin)],
      ...(twin.bathMm === undefined ? [] : [['Ions outside', twinBathWords(twin)] as [string, string]]),
      ['Clamp', twin.clamp.mode === 'ideal' ? 'ideal' : 'through electrode and amplifier'],
      ...(twin.clamp.access === undefined ? [] : [['Access', accessWords(twin.clamp.access)] as [string, string]]),
      [
        'Current',
        `NRMSE ${shown(fit.nrmsePercent, 2)} %, residual ${shown(fit.residualRmsPaPf, 3)} pA/pF, noise ` +
          `${shown(fit.noisePaPf, 3)} pA/pF, chi2 ${shown(fit.chi2PerSample, 2)}`,
      ],
      ...whiteness(fit),
      [
        'Informed by',
        informed.nothing > 0
          ? FAILED_FIT_NOTE
          : `data ${informed.data}, partly ${informed.partly}, prior ${informed.prior} of ${twin.parameters.length} parameters`,
      ],
      ['Network', twin.provenance.network === null ? 'none' : `${twin.provenance.network} on ${twin.provenance.backend ?? 'no backend'}`],
    ]),
    '',
    // A living cell may beat through its pipette alone, or only without it: both are shown.
    ...beatTable([['Twin', twin.beat], ...(twin.beatWithLeak === null ? [] : [['Twin + seal leak', twin.beatWithLeak] as const])]),
    ...(note === null ? [] : ['', note]),
    ...(twin.recordingNotes ?? []).map((of) => `Note   ${of}`),
  ];
}

/** Which recordings were fitted, which were left out and why. */
function evidencePairs({ evidence, cell }: Twin): [string, string][] {
  if (evidence === undefined) return [];
  const { mode, used, leftOut, prior } = evidence;
  return [
    ['Fitted', `${mode}: ${used.map(({ recording, kind }) => (kind === 'paced' ? `${recording} (paced)` : recording)).join(', ')}`],
    ...leftOut.map(({ recording, why }): [string, string] => ['Left out', `${recording}: ${why}`]),
    ...(cell === 'simulated'
      ? []
      : [['Prior', prior === null ? 'wide' : `taught by ${prior.cells} other cells (${prior.name})`] as [string, string]]),
  ];
}
