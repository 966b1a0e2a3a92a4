import { resolve } from 'node:path';

/** Where the headless job writes its HTML report: `--report FILE` after `npm start --`, else out/reports/ of the project. */
export function headlessReportPath(args: readonly string[], projectRoot: string, now: Date = new Date()): string {
  const at = args.indexOf('--report');
  const asked = at >= 0 ? args[at + 1] : undefined;
  if (asked !== undefined) return resolve(asked);
  const stamp = now.toISOString().slice(0, 19).replace(/[:T]/g, '-');
  return resolve(projectRoot, 'out', 'reports', `twinclamp-${stamp}.html`);
}
