import { fitFailed, FAILED_FIT_NOTE } from '../../twin/fit-failed.ts';
import { originOf, SIMULATED_NOTE } from '../../twin/twin-origin.ts';
import { twinBathWords } from '../../twin/twin-bath.ts';
import { temperatureWords } from '../../twin/twin-temperature.ts';
import type { Twin } from '../../twin/twin.ts';

/** One fact of where a twin comes from: a name for machines, one for people. */
export interface ProvenanceFact {
  readonly key: string;
  readonly label: string;
  readonly value: string;
}

/** Checksum of the samples that a twin was inferred from, as files write it. */
export function recordingHash({ provenance }: Pick<Twin, 'provenance'>): string {
  return `crc32:${(provenance.recordingCrc32 >>> 0).toString(16).padStart(8, '0')}`;
}

/**
 * Where a twin comes from and what is not to be trusted in it, for every file that holds one: origin first, alarms last, each a fact of its
 * own.
 */
export function provenanceOf(twin: Twin): readonly ProvenanceFact[] {
  const { provenance: p, fit } = twin;
  const facts: (ProvenanceFact | null)[] = [
    fact('origin', 'Origin', originOf(twin) === 'simulated' ? SIMULATED_NOTE : originOf(twin)),
    fact('created_at', 'Made', twin.createdAt),
    fact('program', 'Program', p.program),
    fact('method', 'Method', twin.method),
    fact('cell_model', 'Cell model', `${p.cellModel} (${p.model})`),
    fact('network', 'Network', p.network === null ? 'none' : `${p.network}${p.networkSha256 === null ? '' : ` sha256:${p.networkSha256}`}`),
    fact('recording', 'Recording', p.recording),
    fact('recording_hash', 'Recording checksum', recordingHash(twin)),
    fact('protocol', 'Protocol', twin.protocolId),
    fact('temperature', 'Temperature', temperatureWords(twin)),
    twin.bathMm === undefined ? null : fact('bath', 'Ions outside', twinBathWords(twin)),
    fact('prior_sd', 'Prior SD of the multipliers', String(p.priorSd)),
    fact('seed', 'Seed', String(p.seed)),
    fact('fit', 'Fit', `NRMSE ${short(fit.nrmsePercent)} %, chi2 ${short(fit.chi2PerSample)} per sample`),
    fitFailed(fit) ? fact('misfit', 'Misfit', FAILED_FIT_NOTE) : null,
    ...twin.notIdentifiable.map((text, i) => fact(`not_identifiable_${i + 1}`, 'Not identifiable', text)),
    ...(twin.alarms.length === 0
      ? [fact('alarms', 'Alarms', 'none')]
      : twin.alarms.map((text, i) => fact(`alarm_${i + 1}`, `ALARM ${i + 1} of ${twin.alarms.length}`, text))),
  ];
  return facts.filter((found) => found !== null);
}

/** What to say beside the export of a twin with alarms; null for one without. */
export function alarmNote({ alarms }: Pick<Twin, 'alarms'>): string | null {
  if (alarms.length === 0) return null;
  return `This twin has ${alarms.length === 1 ? 'an alarm' : `${alarms.length} alarms`}; the file says so: ${alarms[0] ?? ''}`;
}

function fact(key: string, label: string, value: string): ProvenanceFact {
  return { key, label, value };
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
