import { afterEach, beforeEach, expect, it } from 'vitest';
import { localDateTime, localDateTimeAndZone } from './local-time.ts';

const zone = process.env['TZ'];
beforeEach(() => void (process.env['TZ'] = 'America/St_Johns'));
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

it('gives the date of the local clock, also where UTC has another day', () => {
  expect(localDateTime('2026-03-14T01:26:10Z')).toBe('2026-03-13 22:56');
  expect(localDateTimeAndZone('2026-01-14T01:26:10Z')).toBe('2026-01-13 21:56 (UTC-03:30)');
  process.env['TZ'] = 'Asia/Kolkata';
  expect(localDateTimeAndZone('2026-01-14T20:26:10Z')).toBe('2026-01-15 01:56 (UTC+05:30)');
  process.env['TZ'] = 'UTC';
  expect(localDateTimeAndZone('2026-01-14T20:26:10Z')).toBe('2026-01-14 20:26 (UTC)');
});

it('leaves a text that is no date as it is', () => {
  expect(localDateTime('yesterday')).toBe('yesterday');
  expect(localDateTimeAndZone('')).toBe('');
});
