export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** Adds up the JSON report of a vitest run. A file that failed before any test ran counts as one failure. */
export function tallyOf(report: unknown): Tally {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0 };
  if (typeof report !== 'object' || report === null || !('testResults' in report) || !Array.isArray(report.testResults)) {
    throw new Error('Expected a vitest JSON report with "testResults", got something else. Run the tests again.');
  }
  for (const file of report.testResults as { status: string; assertionResults: { status: string }[] }[]) {
    if (file.assertionResults.length === 0 && file.status === 'failed') tally.failed++;
    for (const { status } of file.assertionResults) {
      if (status === 'passed') tally.passed++;
      else if (status === 'failed') tally.failed++;
      else tally.skipped++;
    }
  }
  return tally;
}

/** The closing line of `npm test`. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
