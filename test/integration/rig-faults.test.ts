import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openPtyLink } from '../../src/main/rig/emulator/pty-link.ts';
import { listPorts } from '../../src/main/rig/transport/list-ports.ts';
import { DRIVERS, Rig, RigError, spawnEmulator } from '../../src/main/rig/index.ts';
import { parsePort } from '../../src/shared/rig/rig-port.ts';
import type { Behaviour } from '../hostile/behaviour.ts';
import { startHostile } from '../hostile/start-hostile.ts';
import { assemble, endAll, lastEmulator, longProtocol, MemorySink, newRig, SHORT_PROTOCOL, startEmulator, until } from './rig-harness.ts';

afterEach(endAll);

const passive = ['--cell', 'passive'];
const onPty = process.platform !== 'win32';
const EMULATOR_PROGRAM = fileURLToPath(new URL('./rig-emulator-process.ts', import.meta.url));

async function failure(work: Promise<unknown>): Promise<RigError> {
  const error: unknown = await work.then(
    () => new Error('Expected a failure, it worked.'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof RigError)) throw error;
  return error;
}

describe('a bad line', () => {
  it('is survived: garbage, damaged, doubled and dropped frames leave explicit gaps and nothing false', async () => {
    const faults = 'drop=0.005,duplicate=0.05,corrupt=0.005,garbage=0.01,deaf=0.05,seed=7';
    const rig = newRig([...passive, '--noise-pa', '0', '--faults', faults]);
    await rig.connect({ kind: 'simulated', seed: 1 });
    const sink = new MemorySink();
    const run = await rig.record({
      sessionKey: 's',
      protocol: longProtocol(4),
      spontaneousSeconds: 0,
      sink,
      holdSeconds: 0.5,
      sampleRateHz: 50_000,
    });
    expect(await run.finished).toMatchObject({ status: 'complete', reason: null });
    const kept = sink.last;
    const { voltageMv, missing } = assemble(kept);
    expect(missing).toBeGreaterThan(0);
    expect(kept.gaps.reduce((sum, gap) => sum + gap.count, 0)).toBe(missing);
    for (const { firstSample, count } of kept.gaps) {
      for (let k = firstSample; k < firstSample + count; k++) expect(voltageMv[k]).toBeNaN();
    }
    for (const value of voltageMv) {
      if (!Number.isNaN(value)) expect([-80, -60, -90]).toContain(Math.round(value));
    }
    const counts = rig.amplifier!.diagnostics();
    expect(counts.badFrames).toBeGreaterThan(0);
    expect(counts.repeats).toBeGreaterThan(0);
    expect(rig.status().lostSamples).toBe(missing);
  });

  it('overflows the ring into an explicit gap when this process stalls', async () => {
    const rig = newRig([...passive, '--ring-ms', '250']);
    await rig.connect({ kind: 'simulated', seed: 1 });
    let stalled = false;
    const sink = new MemorySink((kept) => {
      if (stalled || kept.blocks.length < 10) return;
      stalled = true;
      // A disk that hangs: nothing is read from the line for 0.5 s, twice the ring, half the watchdog's second.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    });
    const run = await rig.record({
      sessionKey: 's',
      protocol: longProtocol(2),
      spontaneousSeconds: 0,
      sink,
      sampleRateHz: 50_000,
      holdSeconds: 0.5,
    });
    expect((await run.finished).status).toBe('complete');
    const { missing } = assemble(sink.last);
    expect(missing).toBeGreaterThan(0);
    expect(sink.last.gaps.reduce((sum, gap) => sum + gap.count, 0)).toBe(missing);
    expect(sink.last.events.some(({ name }) => name === 'overrun')).toBe(true);
  });
});

describe('ports', () => {
  it('reports a missing port as missing', async () => {
    const error = await failure(newRig().connect(parsePort('/dev/no-such-rig')));
    expect(error.code).toBe('port-missing');
    expect(error.message).toMatch(/Expected to open port \/dev\/no-such-rig, got .*Check that the device is plugged in/);
    expect((await failure(newRig().connect(parsePort('tcp://127.0.0.1:1')))).code).toBe('port-missing');
  });

  it.runIf(onPty)('says a busy port is busy', async () => {
    const emulator = await startEmulator(1, passive);
    const first = newRig();
    await first.connect(parsePort(emulator.address));
    const error = await failure(newRig().connect(parsePort(emulator.address)));
    expect(error.code).toBe('port-busy');
    expect(error.message).toMatch(/Another program holds it/);
    expect(first.status().state).toBe('idle');
  });

  it('reports when nothing answers', async () => {
    const emulator = await startEmulator(1, [...passive, '--faults', 'deaf=1']);
    const error = await failure(newRig().connect(parsePort(emulator.address)));
    expect(error.code).toBe('no-answer');
    expect(error.message).toMatch(/to acknowledge hello, got no answer to 5 tries/);
  });

  it('lists ports, or reports why it cannot', async () => {
    const { ports, note } = await listPorts();
    expect(note === null || ports.length === 0).toBe(true);
    const failing = (): Promise<never> => Promise.reject(new Error('spawn udevadm ENOENT'));
    expect(await listPorts(failing)).toEqual({ ports: [], note: expect.stringMatching(/udevadm.*Type the path/) });
  });

  it('turns a rig that vanishes while recording into a fault and keeps what came', async () => {
    const rig = newRig([...passive, '--faults', 'dieAtSample=70000']);
    await rig.connect({ kind: 'simulated', seed: 1 });
    // The membrane test has fewer samples than that, the recording has more.
    const sink = new MemorySink();
    const run = await rig.record({ sessionKey: 's', protocol: longProtocol(8), spontaneousSeconds: 0, sink, holdSeconds: 0.2 });
    const outcome = await run.finished;
    expect(outcome.status).toBe('interrupted');
    expect(sink.last.end).toBe('interrupted');
    expect(sink.last.blocks.length).toBeGreaterThan(10);
    // What it lacks is a gap, and counted.
    const { missing } = assemble(sink.last);
    expect(missing).toBeGreaterThan(0);
    expect(sink.last.gaps.reduce((sum, gap) => sum + gap.count, 0)).toBe(missing);
    expect(rig.status()).toMatchObject({ state: 'fault', lostSamples: missing });
    expect(rig.status().fault).toMatch(/gone|connect again/);
    expect((await failure(rig.membraneTest())).code).toBe('wrong-state');
    expect((await rig.disconnect()).state).toBe('disconnected');
  });
});

describe('connecting', () => {
  it.each(['disconnect', 'abort'] as const)('is cancelled by %s, and the simulated rig that was being started is ended', async (how) => {
    const children: ChildProcess[] = [];
    const rig = new Rig({
      drivers: DRIVERS,
      launchEmulator: (seed, signal) =>
        spawnEmulator({
          seed,
          signal,
          launch: (args) => {
            const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', EMULATOR_PROGRAM, ...args], { stdio: 'pipe' });
            children.push(child);
            return child;
          },
        }),
    });
    const connecting = failure(rig.connect({ kind: 'simulated', seed: 1 }));
    await until(() => children.length > 0, 'the simulated rig');
    expect((await rig[how]()).state).toBe('disconnected');
    expect((await connecting).code).toBe('aborted');
    await until(() => children[0]!.exitCode !== null || children[0]!.signalCode !== null, 'its end', 3000);
    // The next attempt works.
    expect((await rig.connect({ kind: 'simulated', seed: 1 })).state).toBe('idle');
    expect((await rig.disconnect()).state).toBe('disconnected');
  });

  it.runIf(onPty)('leaves a port free that a refused setting kept from being used, and one that was lost', async () => {
    const inner = await openPtyLink(null);
    let refusing = true;
    const refuse: Behaviour = {
      toDevice: (message) => [refusing && message.kind === 'config' ? { ...message, rateIndex: 99 } : message],
    };
    const { stop } = startHostile(inner, refuse, 1, { vanish: () => undefined, recordings: () => 0 });
    const rig = new Rig({ drivers: DRIVERS });
    try {
      for (let i = 0; i < 3; i++) {
        const error = await failure(rig.connect(parsePort(inner.address)));
        expect(error.message).toMatch(/The device refused the settings/);
        expect(rig.status()).toMatchObject({ state: 'disconnected', mode: null });
      }
      refusing = false;
      // Connecting straight after a disconnect waits until the port is closed.
      for (let i = 0; i < 3; i++) {
        expect((await rig.connect(parsePort(inner.address))).state).toBe('idle');
        void rig.disconnect();
      }
    } finally {
      await rig.disconnect();
      stop();
    }
  });
});

describe('stopping', () => {
  it('PANIC ends a recording at once and leaves the device idle and safe', async () => {
    const rig = newRig(passive);
    await rig.connect({ kind: 'simulated', seed: 1 });
    const sink = new MemorySink();
    const run = await rig.record({ sessionKey: 's', protocol: longProtocol(8), spontaneousSeconds: 5, sink, holdSeconds: 0.2 });
    await until(() => sink.last.blocks.length > 3, 'samples');
    const status = await rig.abort();
    expect(status).toMatchObject({ state: 'idle', fault: null });
    expect(await run.finished).toMatchObject({ status: 'aborted', recordingIds: [1] });
    expect(sink.recordings.map(({ end }) => end)).toEqual(['aborted']);
    expect(assemble(sink.last).missing).toBeGreaterThan(0);
    await rig.membraneTest();
  });

  it('PANIC works during the membrane test and the hold', async () => {
    const rig = newRig(passive);
    await rig.connect({ kind: 'simulated', seed: 1 });
    const test = failure(rig.membraneTest());
    await until(() => rig.status().state === 'armed', 'the test');
    await rig.abort();
    expect((await test).code).toBe('aborted');
    expect(rig.status().state).toBe('idle');

    const sink = new MemorySink();
    const run = await rig.record({
      sessionKey: 's',
      protocol: SHORT_PROTOCOL,
      spontaneousSeconds: 0,
      sink,
      holdSeconds: 30,
      fastForwardHold: false,
    });
    await rig.abort();
    expect((await run.finished).status).toBe('aborted');
    expect(sink.last).toMatchObject({ end: 'aborted', blocks: [] });
  });

  it('PANIC to a device that does not answer closes the port', async () => {
    const rig = newRig(passive);
    await rig.connect({ kind: 'simulated', seed: 1 });
    const sink = new MemorySink();
    const run = await rig.record({ sessionKey: 's', protocol: longProtocol(8), spontaneousSeconds: 0, sink, holdSeconds: 0.2 });
    await until(() => sink.last.blocks.length > 3, 'samples');
    const { pid } = lastEmulator();
    const words = run.finished.then(({ reason }) => reason);
    process.kill(pid, 'SIGSTOP');
    const status = await rig.abort();
    process.kill(pid, 'SIGCONT');
    expect(status.state).toBe('fault');
    expect((await run.finished).status).toBe('aborted');
    expect(await words).toMatch(/did not confirm that it has stopped, so its port was closed/);
    expect(sink.last.end).toBe('aborted');
    // It recovers by connecting again.
    expect((await rig.connect({ kind: 'simulated', seed: 2 })).state).toBe('idle');
  });

  it('STOP finishes the running item and keeps the recording', async () => {
    const rig = newRig(passive);
    await rig.connect({ kind: 'simulated', seed: 1 });
    const sink = new MemorySink();
    const run = await rig.record({ sessionKey: 's', protocol: longProtocol(8), spontaneousSeconds: 5, sink, holdSeconds: 0.2 });
    await until(() => sink.last.blocks.length > 3, 'samples');
    expect((await rig.stop()).state).toBe('stopping');
    expect(await run.finished).toMatchObject({ status: 'stopped', recordingIds: [1] });
    expect(rig.status().state).toBe('idle');
    const kept = sink.last.blocks.reduce((sum, block) => sum + block.voltageMv.length, 0);
    // Whole items of 100 ms at 10 kHz, and the sample at the end of the hold.
    expect((kept - 1) % 1000).toBe(0);
    expect(sink.last.gaps).toEqual([]);
  });

  it('a sink that fails stops the run safely and keeps what was stored', async () => {
    const rig = newRig(passive);
    await rig.connect({ kind: 'simulated', seed: 1 });
    const sink = new MemorySink((kept) => {
      if (kept.blocks.length === 5) throw new Error('database or disk is full');
    });
    const run = await rig.record({ sessionKey: 's', protocol: longProtocol(8), spontaneousSeconds: 5, sink, holdSeconds: 0.2 });
    const outcome = await run.finished;
    expect(outcome).toMatchObject({ status: 'interrupted', recordingIds: [1] });
    expect(outcome.reason).toMatch(/disk is full.*what was stored before stays/);
    expect(rig.status()).toMatchObject({ state: 'fault', fault: outcome.reason });
    expect(sink.last.blocks).toHaveLength(5);
    expect(sink.last.end).toBe('interrupted');
  });

  it('refuses a second run while one is going on', async () => {
    const rig = newRig(passive);
    await rig.connect({ kind: 'simulated', seed: 1 });
    const request = { sessionKey: 's', protocol: longProtocol(8), spontaneousSeconds: 0, sink: new MemorySink(), holdSeconds: 0.2 };
    await rig.record(request);
    const error = await failure(rig.record(request));
    expect(error.message).toMatch(/Expected the rig to be idle, it is recording/);
    expect((await failure(rig.connect({ kind: 'simulated' }))).code).toBe('wrong-state');
  });

  it('the device goes to its safe level by itself when its host falls silent', async () => {
    const rig = newRig(passive);
    await rig.connect({ kind: 'simulated', seed: 1 });
    let hung = false;
    const sink = new MemorySink((kept) => {
      if (hung || kept.blocks.length < 5) return;
      hung = true;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1600);
    });
    const run = await rig.record({ sessionKey: 's', protocol: longProtocol(8), spontaneousSeconds: 0, sink, holdSeconds: 0.2 });
    const outcome = await run.finished;
    expect(outcome.status).toBe('interrupted');
    expect(outcome.reason).toMatch(/safe level by itself/);
    expect(rig.status().state).toBe('fault');
  });
});
