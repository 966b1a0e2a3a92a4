import { currentSection } from './sections/current.ts';
import { beatSection } from './sections/beat.ts';
import { drugSection } from './sections/drug.ts';
import { head } from './sections/head.ts';
import { limitsSection } from './sections/limits.ts';
import { parameterSection } from './sections/parameters.ts';
import { provenanceSection } from './sections/provenance.ts';
import { truthSection } from './sections/truth.ts';
import type { ReportData } from './report-data.ts';
import { REPORT_STYLE } from './style.ts';
import { escaped } from './text.ts';

/** The report as one self-contained HTML file: no script, no external font or picture. */
export function reportPage(data: ReportData): string {
  const title = `${data.session.cellName}: TwinClamp cell report${data.session.simulated ? ' (SIMULATED)' : ''}`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
    `<title>${escaped(title)}</title><style>${REPORT_STYLE}</style></head>`,
    '<body><main>',
    head(data),
    currentSection(data),
    beatSection(data),
    truthSection(data),
    drugSection(data),
    parameterSection(data),
    limitsSection(data),
    provenanceSection(data),
    '<footer>A twin is a model fitted to one recording. It is for research and not for diagnosis or treatment.</footer>',
    '</main></body></html>',
    '',
  ].join('\n');
}
