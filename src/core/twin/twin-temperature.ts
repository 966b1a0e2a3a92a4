import { PUBLISHED_TEMPERATURE_C } from '../cell/temperature.ts';
import type { RecordingConditions } from '../trace/recording.ts';
import type { Twin } from './twin.ts';

/** Temperature of a recording, degC, and whether it was stated or assumed. */
export function temperatureOf({ temperatureC }: Pick<RecordingConditions, 'temperatureC'>): {
  readonly temperatureC: number;
  readonly temperatureSource: 'stated' | 'assumed';
} {
  return temperatureC === undefined
    ? { temperatureC: PUBLISHED_TEMPERATURE_C, temperatureSource: 'assumed' }
    : { temperatureC, temperatureSource: 'stated' };
}

/** Temperature of a twin in words: a number alone only where it was stated. */
export function temperatureWords({
  temperatureC,
  temperatureSource,
}: Pick<Twin, 'temperatureC'> & { readonly temperatureSource?: Twin['temperatureSource'] | undefined }): string {
  const text = `${String(Number(temperatureC.toFixed(1)))} °C`;
  if (temperatureSource === undefined) return `${text} (stated or assumed: unknown)`;
  return temperatureSource === 'stated' ? text : `not stated (${text} assumed)`;
}
