import { geneticAnswer } from '../../../src/inference/evaluate/genetic-answer.ts';
import { settingOf } from '../../../src/inference/twin/clamp-setup.ts';
import type { InferenceMethod } from '../../../src/inference/twin/infer-posterior.ts';
import type { TwinContext, TwinMaker } from '../../../src/inference/twin/twin-maker.ts';
import type { VoltageClampRecording } from '../../../src/core/trace/recording.ts';
import { goldenPredictor } from './predictor.ts';
import { idealRecording, rigRecording, tinyRecording, unlikeRecording } from './recordings.ts';

async function twinOf(
  maker: TwinMaker,
  recording: VoltageClampRecording,
  method: InferenceMethod,
  more: Partial<TwinContext> = {},
): Promise<unknown> {
  const predictor = method === 'fit' ? null : goldenPredictor();
  // The fits are those of living cells.
  const cell = method === 'fit' ? 'living' : 'simulated';
  const { twin, twinCurrentPaPf } = await maker.make(
    {
      recording: { ...recording, cell },
      cellName: 'cell',
      recordingName: 'recording',
      recordingCrc32: 0,
      method,
      seed: 1,
      mode: 'auto',
      createdAt: '2026-01-01T00:00:00.000Z',
      program: 'test',
    },
    { predictor, networkProblem: null, backend: 'golden', ...more },
  );
  // Numbers of the cell, the rig and the beat; the counts of what is stated in words.
  const { parameters, nuisance, fit, beat, beatWithLeak, ensemble, notIdentifiable, alarms } = twin;
  // With the names of the golden file: the file holds numbers, which must not change with a name.
  return {
    parameters: parameters.map(({ informedBy, ...others }) => ({ ...others, toldBy: informedBy })),
    nuisance,
    fit,
    beat,
    beatWithLeak,
    ensemble,
    dark: notIdentifiable.length,
    alarms: alarms.length,
    twinCurrentPaPf,
  };
}

/** Twins of short recordings by every method. */
export function twinCases(maker: TwinMaker): Readonly<Record<string, () => Promise<unknown>>> {
  const beating = {
    outcome: 'beating',
    features: { beats: 6, cycleLengthMs: 900, apd50Ms: 200, apd90Ms: 300, mdpMv: -70, peakMv: 30, dvdtMaxVs: 20 },
  } as const;
  return {
    'network, ideal clamp': () => twinOf(maker, idealRecording(0.3), 'network'),
    'network alone, rig': () => twinOf(maker, rigRecording(0.3), 'network', { networkAlone: true }),
    'network, rig': () => twinOf(maker, rigRecording(0.3), 'network'),
    'refined, ideal clamp': () => twinOf(maker, idealRecording(0.3), 'refined'),
    'refined, rig': () => twinOf(maker, rigRecording(0.3, { filterHz: 5000 }), 'refined'),
    'refined, budget of simulations, no noise': () => twinOf(maker, rigRecording(0.002), 'refined', { simulations: 400 }),
    'fit, ideal clamp, budget of simulations': () => twinOf(maker, idealRecording(0.3), 'fit', { simulations: 500 }),
    'fit, rig that beats, budget of simulations': () =>
      twinOf(maker, rigRecording(0.3, { freeBeat: beating, freeAfterProtocol: true }), 'fit', { simulations: 500 }),
    'refined, a current that the model has not': () => twinOf(maker, unlikeRecording(0.3), 'refined'),
    'fit, tiny recording of a cell that beats': () => twinOf(maker, tinyRecording(0.3, { freeBeat: beating }), 'fit'),
    'genetic algorithm': async () => {
      const recording = { ...rigRecording(0.3), simulated: true };
      const setting = settingOf(recording, 'rig');
      const { theta } = await geneticAnswer({
        recording,
        model: maker.model(setting.clamp),
        blankMs: setting.blankMs,
        seed: 1,
        simulations: 300,
      });
      return theta;
    },
  };
}
