import type { TwinclampApi } from '../../shared/contract/contract.ts';
import type { ModelCard } from '../../shared/contract/schemas.ts';
import type { OwnModel } from '../../shared/training/own-models.ts';
import type { TrainingSettings } from '../../shared/training/settings.ts';
import { NO_PROGRESS, type LossPoint, type TrainingState } from '../../shared/training/state.ts';

type TrainingCalls = Pick<
  TwinclampApi['call'],
  'training:state' | 'training:start' | 'training:stop' | 'training:networks' | 'training:use'
>;

export function fakeCard(id: string, protocolId: string): ModelCard {
  return {
    id,
    protocolId,
    createdAt: '2026-03-02T09:30:00Z',
    cells: 147_952,
    samplesSeen: 2_800_000,
    architecture: '527-520, 3 x (layer norm, 520 swish, 520), 2 x 55',
    population: '150000 cells, multipliers U(0.6, 1.4)',
    temperatureC: [37, 37],
    seeds: { population: 7, training: 7 },
    settings: {
      seconds: 1500,
      earlyStopping: 'after 20 evaluations (every 200 steps) without a lower loss on 1024 held-out cells; weights of step 5400 taken',
    },
    figures: { testR2Mean: 0.482, testCoverage90: 0.9 },
    weightsBytes: 4_200_000,
    weightsSha256: '0d4f7a5f2c9d0a7be81e6f4c3a4a50b1de2fe0cc5d71f4a6f0b2931d0f4b0a8c',
    limits: ['Test figures are on cells of the same simulator.'],
  };
}

const fakeLosses = (): LossPoint[] =>
  Array.from({ length: 160 }, (_, i) => {
    const step = 20 * (i + 1);
    const fall = (s: number): number => (s <= 500 ? 0.5 - 0.0004 * s : 0.02 - 0.34 * (1 - Math.exp(-(s - 500) / 900)));
    return {
      step,
      training: fall(step) + 0.012 * Math.sin(1.7 * i) * Math.cos(0.37 * i),
      heldOut: step > 500 && step % 200 === 0 ? fall(step) + 0.02 : null,
    };
  });

/** The training area on made-up data: one network is not in use; 'training' shows a run half way. */
export function fakeTraining(scene: string, push: (state: TrainingState) => void): TrainingCalls {
  let networks: OwnModel[] = scene === 'training' ? [{ card: fakeCard('steps-1a2b3c4d', 'steps'), inUse: false }] : [];
  const settings: TrainingSettings = { protocolId: 'clark2022-rounded', temperatureC: [22, 37], spread: 0.4, cells: 150_000, minutes: 25 };
  let state: TrainingState =
    scene !== 'training'
      ? { kind: 'none' }
      : {
          kind: 'running',
          settings,
          progress: {
            stage: 'training',
            cellsDone: 150_000,
            cellsTotal: 150_000,
            fraction: 0.56,
            secondsLeft: 662,
            step: 3200,
            loss: -0.301,
            testR2: 0.431,
            samplesPerSecond: 1912,
            engine: 'Training runs on WebAssembly (simd). tfjs-node-gpu was not taken: not installed.',
            history: fakeLosses(),
          },
        };
  const set = (next: TrainingState): TrainingState => {
    state = next;
    push(next);
    return next;
  };
  return {
    'training:state': async () => state,
    'training:start': async (wanted) => set({ kind: 'running', settings: wanted, progress: { ...NO_PROGRESS, cellsTotal: wanted.cells } }),
    'training:stop': async () => (state.kind === 'running' ? set({ ...state, kind: 'stopped' }) : state),
    'training:networks': async () => networks,
    'training:use': async ({ id, use }) => (networks = networks.map((model) => (model.card.id === id ? { ...model, inUse: use } : model))),
  };
}
