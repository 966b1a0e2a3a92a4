import { afterEach, describe, expect, it } from 'vitest';
import { endAll, longProtocol, MemorySink, newRig, SHORT_PROTOCOL, until } from './rig-harness.ts';

afterEach(endAll);
const passive = ['--cell', 'passive', '--telegraph', 'axopatch-200b'];
const request = { sessionKey: 's', spontaneousSeconds: 0, holdSeconds: 0.2 };

describe('a RigLink device that reads the knobs of the amplifier in front of it', () => {
  it('records where they stand as it is set up', async () => {
    const rig = newRig(passive);
    await rig.connect({ kind: 'simulated', seed: 1 });
    await until(() => rig.status().front !== null, 'the knobs');
    // The knob stands as for recordings, 20 nA, while the cell is only held.
    expect(rig.status().front).toEqual({
      name: 'Axopatch 200B',
      gainMvPa: 0.5,
      filterHz: 5000,
      capacitancePf: 60,
      mode: 'VC',
      mismatch: null,
    });
    const run = await rig.record({ ...request, protocol: SHORT_PROTOCOL, sink: new MemorySink() });
    expect((await run.finished).status).toBe('complete');
  });

  it('is not armed while the gain knob stands elsewhere', async () => {
    const rig = newRig([...passive, '--faults', 'knobAtSample=0']);
    await rig.connect({ kind: 'simulated', seed: 1 });
    // Loud before anything is played.
    await until(() => rig.status().front?.mismatch != null, 'the mismatch');
    expect(rig.status().front?.mismatch).toMatch(/the knob of the Axopatch 200B is at/);
    await expect(rig.membraneTest()).rejects.toThrow(/^Expected a gain of .* mV\/pA, the knob of the Axopatch 200B is at .*Turn it back/);
  });

  it('ends a recording whose knob is turned, and says which', async () => {
    const rig = newRig([...passive, '--faults', 'knobAtSample=90000']);
    await rig.connect({ kind: 'simulated', seed: 1 });
    const sink = new MemorySink();
    const run = await rig.record({ ...request, protocol: longProtocol(4), sampleRateHz: 50_000, sink });
    const outcome = await run.finished;
    expect(outcome.status).toBe('interrupted');
    expect(JSON.stringify([outcome, rig.status()])).toMatch(/the knob of the Axopatch 200B is at .*currents would read/);
    expect(sink.last.end).toBe('interrupted');
  });
});
