import { expect, test } from 'vitest';
import { closingLine, tallyOf } from './summary.ts';

test('the closing line sums passed, failed and skipped tests, and counts a file that could not start', () => {
  const report = {
    testResults: [
      { status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'pending' }, { status: 'skipped' }, { status: 'todo' }] },
      { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
      { status: 'failed', assertionResults: [] },
    ],
  };
  expect(closingLine(tallyOf(report))).toBe('2 passed, 2 failed, 3 skipped');
});

test('anything but a vitest report is refused', () => {
  expect(() => tallyOf({})).toThrow(/vitest JSON report/);
});
