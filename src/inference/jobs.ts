import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CellModel } from '../core/cell/cell-model.ts';
import { valuesFromParams } from '../core/cell/cell-values.ts';
import { DEFAULT_CELL } from '../core/cell/models.ts';
import { applyBlock } from '../core/drug/apply-block.ts';
import { blockedEnsemble } from '../core/drug/blocked-ensemble.ts';
import { blockFractions } from '../core/drug/block-fraction.ts';
import { kernelFile } from '../core/simulate/kernel-file.ts';
import { PopulationKernel } from '../core/simulate/kernel.ts';
import { simulateBeat } from '../core/beat/simulate-beat.ts';
import { cellKindOf } from '../core/trace/cell-kind.ts';
import { twinArtefacts, twinHistory, twinModel, twinValues } from '../core/twin/twin-values.ts';
import type { GpuPredictor } from '../shared/inference/gpu.ts';
import { chooseBackend, type BackendName, type GpuPredictPort } from './backend/index.ts';
import { ScoreThread } from './designer/score-thread.ts';
import { compareMethod } from './evaluate/compare-method.ts';
import type { Jobs, JobsOptions } from './jobs-interface.ts';
import { livingWish } from './living/living-wish.ts';
import { measuredBlock } from './living/measured-block.ts';
import { ModelLibrary } from './model-library.ts';
import { Experiments } from './sweep/experiments.ts';
import { SimulationThreads, threadsToSpare } from './threads/simulation-threads.ts';
import { TwinMaker } from './twin/twin-maker.ts';

export const PROGRAM = 'TwinClamp 0.1.0';

/** Path of a cell's kernel below the resources folder. */
export function kernelPath(resourcesDir: string, model: CellModel = DEFAULT_CELL): string {
  return join(resourcesDir, 'kernel', kernelFile(model));
}

/** The jobs of the inference process, around one kernel and one backend. */
export async function createJobs(options: JobsOptions & { readonly prefer?: BackendName }): Promise<Jobs> {
  const helpers = new SimulationThreads(options.simulationWorker, kernelPath(options.resourcesDir), threadsToSpare());
  const backend = await chooseBackend({
    wasmDir: options.wasmDir,
    gpuPredict: options.gpu ? portOf(options.gpu) : null,
    ...(options.prefer ? { prefer: options.prefer } : {}),
  });
  const kernel = await PopulationKernel.load(readFileSync(kernelPath(options.resourcesDir)));
  const maker = new TwinMaker(kernel, helpers);
  const models = new ModelLibrary(options.modelsDir ?? join(options.resourcesDir, 'models'), backend, options.ownModelsDir ?? null);
  const scores = new ScoreThread(options.scoreWorker, { kernelPath: kernelPath(options.resourcesDir) });
  const experiments = new Experiments({ ...options, kernel, helpers: threadsToSpare() });
  const note = [await helpers.summary(), ...backend.notes, ...(options.gpuNote ? [options.gpuNote] : [])].join(' ');
  const backendName = `${backend.name} (${backend.adapter})`;

  return {
    async infer({ simulations, mode, potential = null, paced = [], leftOut = [], ...request }, { signal, onProgress, onPartial }) {
      const { recording, method } = request;
      const { protocol, sampleRateHz, conditions } = recording;
      const living =
        mode === undefined ? {} : { living: livingWish(options.resourcesDir, { ...request, mode, potential, paced, leftOut }) };
      const network =
        mode === undefined
          ? await models.forProtocol(protocol, sampleRateHz, conditions.temperatureC, cellKindOf(recording))
          : { predictor: null, problem: null };
      return maker.make(
        { ...request, ...living, ...madeNow(), method, mode: 'auto', beside: { potential, paced, leftOut } },
        {
          predictor: network.predictor,
          networkProblem: network.problem,
          backend: backendName,
          ...(simulations === undefined ? {} : { simulations }),
          signal,
          onProgress: (stage, fraction, message) => onProgress({ stage, fraction, message }),
          onEstimate: onPartial,
        },
      );
    },
    compare(request, { signal, onProgress }) {
      return compareMethod(maker, request, {
        signal,
        onProgress: (fraction, message) => onProgress({ stage: 'refining', fraction, message }),
      });
    },
    beat(request) {
      return Promise.resolve(simulateBeat(valuesFromParams(request)));
    },
    current({ twin, protocol, sampleRateHz }) {
      const { offsetPaPf, capacitanceRatio, ...artefacts } = twinArtefacts(twin);
      const form = { protocol, sampleRateHz, mode: twin.clamp.mode, filterHz: twin.clamp.filterHz };
      return Promise.resolve(
        maker.fullRate.of(form, { values: twinValues(twin), artefacts, history: twinHistory(twin) }, { offsetPaPf, capacitanceRatio }),
      );
    },
    drug(request) {
      const values = valuesFromParams(request);
      const { blockedFraction, notes } = blockFractions(request.channels, request.concentrationNm);
      return Promise.resolve({
        before: simulateBeat(values),
        after: simulateBeat(applyBlock(values, blockedFraction)),
        ensemble: blockedEnsemble(kernel, request.members, blockedFraction, request.temperatureC),
        blockedFraction,
        notes,
      });
    },
    experiment: (experiment, context) => experiments.run(experiment, context),
    sensitivity: (request, context) => experiments.sensitivity(request, context),
    measured: async (request) => measuredBlock(await kernelFor(kernel, twinModel(request.twin), options.resourcesDir), request),
    score({ urgency, ...request }, { signal, onPartial }) {
      return scores.score({ request, urgency, signal, onScore: onPartial });
    },
    status() {
      return Promise.resolve({ backend: backendName, backendNote: note });
    },
  };
}

/** The kernel at hand where it is of this cell, else its own. */
async function kernelFor(kernel: PopulationKernel, model: CellModel, resourcesDir: string): Promise<PopulationKernel> {
  return kernel.model === model ? kernel : PopulationKernel.load(readFileSync(kernelPath(resourcesDir, model)));
}

/** The window's WebGPU as a backend: one network at a time. */
function portOf(gpu: GpuPredictor): GpuPredictPort {
  let modelId = 0;
  return {
    adapter: gpu.description,
    software: /swiftshader|llvmpipe|software|basic render/i.test(gpu.description),
    async load(modelJson, weights) {
      modelId++;
      await gpu.load({
        modelId: String(modelId),
        topologyJson: JSON.stringify(modelJson.modelTopology),
        weightSpecsJson: JSON.stringify(modelJson.weightSpecs),
        weights: new Uint8Array(weights),
      });
    },
    predict: (features, rows) => gpu.predict(String(modelId), features, rows),
  };
}

/** When and by what a twin is made. */
function madeNow(): { readonly createdAt: string; readonly program: string } {
  return { createdAt: new Date().toISOString(), program: PROGRAM };
}
