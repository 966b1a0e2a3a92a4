import { oneLine } from '../../../text/one-line.ts';
import { SIMULATED_NOTE } from '../../../twin/twin-origin.ts';
import type { ExportedRecording } from '../../export/exported-recording.ts';
import type { Hdf5Attributes, Hdf5Step } from '../../hdf5/hdf5-step.ts';
import type { NwbWriter } from './nwb-writer.ts';

/** Paths of what was recorded and of what was played; without clamp nothing is. */
export function seriesNames({ recordingId, kind }: Pick<ExportedRecording, 'recordingId' | 'kind'>): {
  readonly acquired: string;
  readonly played: string | null;
} {
  return {
    acquired: `/acquisition/recording_${recordingId}`,
    played: kind === 'voltage-clamp' ? `/stimulus/presentation/command_${recordingId}` : null,
  };
}

/**
 * A voltage clamp as VoltageClampSeries with its VoltageClampStimulusSeries, a free cell as CurrentClampSeries; lengths only, the samples
 * come later. Data stay in pA and mV with a conversion to A and V.
 */
export function* patchClampSeries(
  nwb: NwbWriter,
  recording: ExportedRecording,
  sessionStartMs: number,
  electrode: string,
): Generator<Hdf5Step> {
  const { acquired, played } = seriesNames(recording);
  const { conditions, kind, protocol, recordingId, samples, simulated } = recording;
  const clamped = kind === 'voltage-clamp';
  const note = simulated ? `${SIMULATED_NOTE} ` : '';
  const what = protocol === null ? (clamped ? 'voltage clamp' : 'no clamp') : `${protocol.name} (${protocol.source})`;
  const attributes = (comments: string): Hdf5Attributes => ({
    description: oneLine(`${note}Recording ${recordingId}: ${what}.`),
    comments: oneLine(comments) || 'none',
    stimulus_description: oneLine(protocol?.id ?? 'none'),
    sweep_number: { integer: recordingId },
  });
  yield nwb.group(acquired, clamped ? 'VoltageClampSeries' : 'CurrentClampSeries', attributes(recording.remarks.join(' ')));
  yield data(acquired, samples, clamped ? 1e-12 : 1e-3, clamped ? 'amperes' : 'volts');
  yield* clock(acquired, recording, sessionStartMs);
  yield gain(acquired);
  yield { kind: 'link', path: `${acquired}/electrode`, target: electrode };
  const { membraneCapacitancePf, seriesResistanceMohm, compensationPercent, predictionPercent } = conditions;
  if (clamped) {
    yield* quantity(`${acquired}/whole_cell_capacitance_comp`, membraneCapacitancePf, 1e-12, 'farads');
    yield* quantity(`${acquired}/whole_cell_series_resistance_comp`, seriesResistanceMohm, 1e6, 'ohms');
    yield* quantity(`${acquired}/resistance_comp_correction`, compensationPercent, 1, 'percent');
    yield* quantity(`${acquired}/resistance_comp_prediction`, predictionPercent, 1, 'percent');
  }
  if (played === null) return;
  yield nwb.group(played, 'VoltageClampStimulusSeries', attributes('Command, or the potential that was measured beside it.'));
  yield data(played, samples, 1e-3, 'volts');
  yield* clock(played, recording, sessionStartMs);
  yield gain(played);
  yield { kind: 'link', path: `${played}/electrode`, target: electrode };
}

/** The samples of a series, with their unit. */
export function data(series: string, length: number, conversion: number, unit: string): Hdf5Step {
  const attributes = { conversion: { float: conversion }, offset: { float: 0 }, resolution: { float: -1 }, unit };
  return { kind: 'series', path: `${series}/data`, length, attributes };
}

/** When a series began, and its rate. */
export function* clock(series: string, { sampleRateHz, startedMs }: ExportedRecording, sessionStartMs: number): Generator<Hdf5Step> {
  const startS = (startedMs - sessionStartMs) / 1000;
  yield {
    kind: 'dataset',
    path: `${series}/starting_time`,
    content: { float: Number.isFinite(startS) ? startS : 0 },
    attributes: { rate: { float: sampleRateHz }, unit: 'seconds' },
  };
}

function gain(series: string): Hdf5Step {
  return { kind: 'dataset', path: `${series}/gain`, content: { float: 1 } };
}

function* quantity(path: string, value: number | undefined, factor: number, unit: string): Generator<Hdf5Step> {
  if (value === undefined) return;
  yield { kind: 'dataset', path, content: { float: value * factor }, attributes: { unit } };
}
