import { accessWords } from '../../../core/twin/access-words.ts';
import { originOf } from '../../../core/twin/twin-origin.ts';
import { twinBathWords } from '../../../core/twin/twin-bath.ts';
import { temperatureWords } from '../../../core/twin/twin-temperature.ts';
import type { Twin } from '../../state/appState.ts';
import { dateTime, fixed } from '../../ui/quantity.ts';

/** Everything needed to make this twin again. */
export function ProvenanceList({ twin }: { twin: Twin }) {
  const { provenance: p } = twin;
  const rows: readonly (readonly [string, string])[] = [
    ['Program', p.program],
    ['Cell', originOf(twin)],
    ['Temperature', temperatureWords(twin)],
    ['Ions outside', twinBathWords(twin)],
    ['Cell model', p.model],
    ['Method', twin.method],
    ['Clamp modelled', twin.clamp.mode === 'ideal' ? 'ideal' : 'with electrode and amplifier'],
    ...(twin.clamp.access === undefined ? [] : [['Access resistance', accessWords(twin.clamp.access)] as const]),
    ['Filter modelled', twin.clamp.filterHz === null ? 'none' : `${fixed(twin.clamp.filterHz / 1000, 1)} kHz`],
    ['Network', p.network ?? 'none'],
    ['Network SHA-256', p.networkSha256 ?? '–'],
    ['Backend', p.backend ?? '–'],
    ['Recording', p.recording],
    ['Recording CRC-32', p.recordingCrc32.toString(16).padStart(8, '0')],
    ['Prior SD', fixed(p.priorSd, 3)],
    ['Seed', String(p.seed)],
    ['Iterations', String(twin.fit.iterations)],
    ['Made', dateTime(twin.createdAt)],
  ];
  return (
    <dl className="facts pad">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
