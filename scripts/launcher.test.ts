import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { hasDisplay } from './display.ts';
import { headlessReportPath } from './headless.ts';

test('only Linux without DISPLAY and WAYLAND_DISPLAY has no screen', () => {
  expect(hasDisplay({}, 'linux')).toBe(false);
  expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false);
  expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
  expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
  expect(hasDisplay({}, 'darwin')).toBe(true);
});

test('the report of a start without a window goes where the operator says, else below out', () => {
  expect(headlessReportPath(['--report', 'a.html'], '/project')).toBe(resolve('a.html'));
  expect(headlessReportPath([], '/project', new Date(Date.UTC(2026, 2, 4, 5, 6, 7)))).toBe(
    resolve('/project/out/reports/twinclamp-2026-03-04-05-06-07.html'),
  );
});
