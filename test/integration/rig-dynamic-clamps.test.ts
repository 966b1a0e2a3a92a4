import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Arguments } from '../../src/cli/arguments.ts';
import { rigClamp } from '../../src/cli/verbs/rig-clamp.ts';
import { KERNIK2019 } from '../../src/core/cell/kernik2019/index.ts';
import { madeUpTwin } from '../../src/core/formats/export/made-up-twin.testing.ts';
import { instantaneousCurrent } from '../../src/core/simulate/instantaneous-current.ts';
import { twinModel, twinValues } from '../../src/core/twin/twin-values.ts';
import { DYNAMIC_CLAMPS, openDynamicClamp } from '../../src/main/rig/index.ts';
import { openSerialTransport } from '../../src/main/rig/transport/serial-transport.ts';
import { endAll, startEmulator } from './rig-harness.ts';

afterEach(endAll);

describe('a simulated dynamic clamp', () => {
  it('dyClamp reads back what it was set to, reports its health, goes on when its port closes, and stops', async () => {
    const { address } = await startEmulator(1, ['--device', 'dyclamp']);
    const first = await openDynamicClamp('dyclamp', address);
    expect((await first.read()).values).toMatchObject({ shunt: 0, na: 0, epsc: 0 });
    const set = await first.set({ shunt: 2, 'ou1-diffusion': 0.126 });
    expect(set.values).toMatchObject({ shunt: 2, na: 0, 'ou1-diffusion': 0.13 });
    expect(set.health).toEqual({ membraneMv: -60, currentPa: 120, cycleUs: 10 });
    await first.close();
    const second = await openDynamicClamp('dyclamp', address);
    expect((await second.read()).values['shunt']).toBe(2);
    expect(await second.stop()).toMatchObject({ values: { shunt: 0, 'ou1-diffusion': 0 }, health: { currentPa: 0 } });
    await expect(second.set({ na: 5000 })).rejects.toThrow('Expected Na conductance 0 to 1000 nS, got 5000.');
    await second.close();
  });

  it('dyClamp whose reports another program left on is read, and is silent after it', async () => {
    const { address } = await startEmulator(1, ['--device', 'dyclamp']);
    const other = await openSerialTransport(address);
    other.write(new TextEncoder().encode('\r0\t2\n'));
    await new Promise((resolve) => setTimeout(resolve, 60));
    await other.close();
    const clamp = await openDynamicClamp('dyclamp', address);
    expect((await clamp.read()).health).toMatchObject({ membraneMv: -60 });
    await clamp.close();
    const after = await openSerialTransport(address);
    let came = 0;
    after.onData((bytes) => (came += bytes.length));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(came).toBe(0);
    await after.close();
  });

  it('the open clamp repeats its conductances; after a short write it is out of step, which is seen', async () => {
    const { address } = await startEmulator(1, ['--device', 'open-clamp']);
    const clamp = await openDynamicClamp('open-clamp', address);
    expect((await clamp.set({ na: 2.5 })).values).toMatchObject({ shunt: 0, na: 2.5 });
    await expect(clamp.read()).rejects.toThrow(/reports nothing else/);
    await clamp.close();
    const other = await openSerialTransport(address);
    other.write(new Uint8Array(4));
    await new Promise((resolve) => setTimeout(resolve, 150));
    await other.close();
    const again = await openDynamicClamp('open-clamp', address);
    await expect(again.set({ na: 2.5 })).rejects.toThrow(/Press its reset button/);
    await again.close();
  });

  it('the flex clamp injects a table against the ionic current, and stops', async () => {
    const { address } = await startEmulator(1, ['--device', 'flex-clamp']);
    const clamp = await openDynamicClamp('flex-clamp', address);
    expect((await clamp.set({ leak: 2, 'leak-mv': -80 })).health).toMatchObject({ membraneMv: -60, currentPa: -40 });
    const injected = await clamp.inject?.({ at: (voltageMv) => 3 * (voltageMv + 85) });
    expect(injected?.health?.currentPa).toBeCloseTo(-40 - 75, 0);
    await expect(clamp.inject?.({ at: (voltageMv) => 300 * (voltageMv + 85) })).rejects.toThrow(
      /Inject less\. Its injection was stopped\./,
    );
    expect((await clamp.set({})).health?.currentPa).toBe(0);
    expect((await clamp.stop()).health?.currentPa).toBe(0);
    await clamp.close();
  });

  it('flex takes the IK1 of a twin from the command line, times the capacitance of the cell at the rig', async () => {
    const { address } = await startEmulator(1, ['--device', 'flex-clamp']);
    const folder = mkdtempSync(join(tmpdir(), 'clamp-'));
    const [measured] = madeUpTwin().parameters;
    // Every parameter at 1.2 times the published one.
    const parameters = KERNIK2019.varied.map(({ id, value, current, unit }) => {
      return { ...measured!, id, current, unit, baseline: value, value: 1.2 * value, multiplier: 1.2 };
    });
    const twin = madeUpTwin({ parameters });
    writeFileSync(join(folder, 'twin.json'), JSON.stringify(twin));
    const options = ['--device', 'flex-clamp', '--port', address, '--twin', join(folder, 'twin.json')];
    const run = async (...more: string[]): Promise<unknown> =>
      (await rigClamp.run(new Arguments(rigClamp.options, [...options, ...more]), {} as never)).json;
    try {
      const density = instantaneousCurrent(twinValues(twin), 'IK1', twinModel(twin));
      const { health } = (await run('--cm-pf', '40', '--ik1-times', '2')) as { health: { currentPa: number } };
      // A code of its converter is 0.13 mV.
      expect(health.currentPa).toBeCloseTo(-80 * density(-60), 0);
      expect(Math.abs(health.currentPa)).toBeGreaterThan(1);
      await expect(run()).rejects.toThrow('--twin needs --cm-pf');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(DYNAMIC_CLAMPS)('%s on a line that loses its answers fails in a sentence', async (kind) => {
    const { address } = await startEmulator(1, ['--device', kind, '--faults', 'drop=1']);
    const opened = openDynamicClamp(kind, address).then(async (clamp) => {
      try {
        return await clamp.set({ [clamp.settings[0]!.id]: 1 });
      } finally {
        await clamp.close();
      }
    });
    await expect(opened).rejects.toThrow(/Expected an answer of .* dynamic clamp|Expected an answer of a dyClamp/);
  });
});
