import { expect, it } from 'vitest';
import { dyclampSketch } from '../emulator/dynamic-clamp/dyclamp-sketch.ts';
import { RequestLine } from '../transport/request-line.ts';
import type { Transport } from '../transport/transport.ts';
import { openDyclamp } from './dyclamp.ts';

/** A dyClamp without a line; `tamper` changes what it hears, as a bad line would. */
function deviceThatHears(tamper: (text: string) => string): { transport: Transport; heard: string[] } {
  const sketch = dyclampSketch();
  const heard: string[] = [];
  let listener: (bytes: Uint8Array) => void = () => undefined;
  const look = (text: string): void => {
    for (const bytes of sketch.look(new TextEncoder().encode(text)).written) listener(bytes);
  };
  const timer = setInterval(() => look(''), 5);
  return {
    heard,
    transport: {
      address: 'memory',
      write(bytes) {
        const text = new TextDecoder().decode(bytes);
        heard.push(text);

        sketch.look(new TextEncoder().encode(tamper(text))).written.forEach((answer, i) => {
          setTimeout(() => listener(i === 0 ? new TextEncoder().encode(text) : answer), 1);
        });
      },
      onData: (given) => (listener = given),
      onLost: () => undefined,
      close() {
        clearInterval(timer);
        return Promise.resolve();
      },
    },
  };
}

it('a value that did not arrive is seen in the dump, and the device is stopped', async () => {
  const { transport, heard } = deviceThatHears((text) => text.replace('\r3\t2.50', '\r3\t250.'));
  const clamp = await openDyclamp(new RequestLine(transport, 'a dyClamp'));
  await expect(clamp.set({ na: 2.5 })).rejects.toThrow(
    'Expected Na conductance 2.5 nS, the dyClamp reports 250. Set it again. Its injection was stopped.',
  );
  expect(heard).toContain('\r3\t0.00\n');
  expect((await clamp.read()).values['na']).toBe(0);
  await clamp.close();
});

it('a device that cannot be stopped is said to go on', async () => {
  const { transport } = deviceThatHears((text) => text.replace(/\r3\t.*/, '\r3\t250.'));
  const clamp = await openDyclamp(new RequestLine(transport, 'a dyClamp'));
  await expect(clamp.set({ na: 2.5 })).rejects.toThrow(/It may go on injecting: switch it off\.$/);
  await clamp.close();
});
