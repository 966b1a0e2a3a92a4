import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelCard } from '../../shared/contract/schemas.ts';
import type { FromTraining, RetrainRequest, ToTraining } from '../../shared/training/messages.ts';
import type { TrainingSettings } from '../../shared/training/settings.ts';
import { NO_PROGRESS, type TrainingState } from '../../shared/training/state.ts';
import type { TrainingChild } from './training-child.ts';
import { TrainingSupervisor } from './training-supervisor.ts';

const settings: TrainingSettings = { protocolId: 'steps', temperatureC: [37, 37], spread: 0.4, cells: 2000, minutes: 1 };
// Neither is read here.
const request = { id: 'steps-1' } as RetrainRequest;
const card = { id: 'steps-1' } as ModelCard;
const progress = { ...NO_PROGRESS, step: 40, history: [{ step: 40, training: 0.2, heldOut: null }] };

class FakeChild implements TrainingChild {
  readonly posted: ToTraining[] = [];
  killed = false;
  say: (message: FromTraining) => void = () => undefined;
  exit: (code: number | null) => void = () => undefined;
  post(message: ToTraining): void {
    this.posted.push(message);
  }
  onMessage(listener: (message: FromTraining) => void): void {
    this.say = listener;
  }
  onExit(listener: (code: number | null) => void): void {
    this.exit = listener;
  }
  kill(): void {
    this.killed = true;
  }
}

let children: FakeChild[];
let states: TrainingState[];
let supervisor: TrainingSupervisor;
const child = (): FakeChild => children.at(-1) as FakeChild;
const ends = (): string[] => states.map(({ kind }) => kind).filter((kind) => kind !== 'running' && kind !== 'stopping');

beforeEach(() => {
  vi.useFakeTimers();
  children = [];
  states = [];
  supervisor = new TrainingSupervisor({
    startChild: () => {
      const made = new FakeChild();
      children.push(made);
      return made;
    },
    onState: (state) => states.push(state),
    initial: { kind: 'none' },
  });
});
afterEach(() => vi.useRealTimers());

describe('a training', () => {
  it('runs to a card, shows its progress and leaves no process behind', () => {
    supervisor.start(settings, request);
    expect(child().posted).toEqual([{ type: 'retrain', request }]);
    child().say({ type: 'progress', progress });
    expect(supervisor.state()).toMatchObject({ kind: 'running', progress: { step: 40 } });
    child().say({ type: 'finished', card });
    child().exit(0);
    expect(supervisor.state()).toMatchObject({ kind: 'finished', card });
    expect(child().killed).toBe(true);
    expect(ends()).toEqual(['finished']);
  });

  it('stops when asked to, and resumes with its losses', () => {
    supervisor.start(settings, request);
    child().say({ type: 'progress', progress });
    expect(supervisor.stop().kind).toBe('stopping');
    child().say({ type: 'stopped' });
    expect(supervisor.state().kind).toBe('stopped');
    expect(supervisor.start({ ...settings, minutes: 5 }, request)).toMatchObject({
      kind: 'running',
      progress: { history: progress.history },
    });
    supervisor.stop();
    child().say({ type: 'stopped' });
    expect(supervisor.start({ ...settings, cells: 9999 }, request)).toMatchObject({ progress: { history: [] } });
  });

  it('stops even when its process does not listen', () => {
    supervisor.start(settings, request);
    supervisor.stop();
    const deaf = child();
    vi.advanceTimersByTime(10_000);
    expect(deaf.killed).toBe(true);
    expect(supervisor.state().kind).toBe('stopped');
    deaf.exit(null);
    deaf.say({ type: 'finished', card });
    expect(ends()).toEqual(['stopped']);
  });

  it('that crashes has failed, once, and can be resumed', () => {
    supervisor.start(settings, request);
    child().say({ type: 'progress', progress });
    child().exit(134);
    expect(supervisor.state()).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/code 134.*resume/),
      progress: { step: 40 },
    });
    expect(ends()).toEqual(['failed']);
    expect(supervisor.start(settings, request).kind).toBe('running');
  });

  it('that crashes while it is being stopped was stopped', () => {
    supervisor.start(settings, request);
    supervisor.stop();
    child().exit(1);
    expect(ends()).toEqual(['stopped']);
  });

  it('is one at a time, and late messages of an earlier process change nothing', () => {
    supervisor.start(settings, request);
    expect(() => supervisor.start(settings, request)).toThrow(/one is/);
    const first = child();
    supervisor.stop();
    first.say({ type: 'stopped' });
    supervisor.start(settings, request);
    first.say({ type: 'failed', message: 'late' });
    first.exit(1);
    expect(supervisor.state().kind).toBe('running');
  });

  it('closes only when nothing runs any more', async () => {
    supervisor.start(settings, request);
    let closed = false;
    const closing = supervisor.close().then(() => (closed = true));
    await Promise.resolve();
    expect(closed).toBe(false);
    child().say({ type: 'stopped' });
    await closing;
    expect(closed).toBe(true);
  });
});
