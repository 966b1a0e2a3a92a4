import { htmlTable, list, paragraph, section } from '../html-table.ts';
import type { ReportData } from '../report-data.ts';
import { figure } from '../text.ts';

/** What the recording does not identify, what electrode and amplifier added, and the twins made by other methods. */
export function limitsSection({ twin, otherTwins, twinId }: ReportData): string {
  const notIdentifiable =
    twin.notIdentifiable.length === 0
      ? paragraph('No combination of parameters is determined by the prior alone.')
      : `${paragraph('Not identifiable from this recording, so determined by the prior:')}${list(twin.notIdentifiable, 'notIdentifiable')}`;
  const artefacts =
    twin.nuisance.length === 0
      ? ''
      : `<h3>Electrode and amplifier, inferred with the cell</h3>${htmlTable(
          ['Artefact', 'Value', 'SD', 'Unit'],
          twin.nuisance.map(({ label, value, sd, unit }) => [label, figure(value, 4), sd > 0 ? figure(sd, 4) : '–', unit]),
        )}`;
  const methods =
    otherTwins.length === 0
      ? ''
      : `<h3>Twins of this recording</h3>${htmlTable(
          ['Twin', 'Method', 'NRMSE, %', 'χ²', 'Outcome', 'Cycle length, ms', 'APD90, ms', 'Alarms'],
          [{ twinId, twin }, ...otherTwins].map((one) => [
            `${one.twinId}${one.twinId === twinId ? ' (this report)' : ''}`,
            one.twin.method,
            figure(one.twin.fit.nrmsePercent, 2),
            figure(one.twin.fit.chi2PerSample, 2),
            one.twin.beat.outcome,
            figure(one.twin.beat.features.cycleLengthMs, 0),
            figure(one.twin.beat.features.apd90Ms, 0),
            String(one.twin.alarms.length),
          ]),
        )}`;
  return section('limits', 'Not identifiable', notIdentifiable, artefacts, methods);
}
