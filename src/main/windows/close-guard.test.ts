import { expect, test, vi } from 'vitest';
import type { BrowserWindow } from 'electron';
import { guardClose, type CloseQuestion } from './close-guard.ts';

/** As much of a window as closing needs: close() asks its listeners and closes unless one prevents it. */
function fakeWindow() {
  let closed = false;
  let listener: (event: { preventDefault: () => void }) => void = () => undefined;
  const window = {
    on: (_name: 'close', added: typeof listener) => (listener = added),
    isDestroyed: () => closed,
    close: () => {
      let prevented = false;
      listener({ preventDefault: () => (prevented = true) });
      closed ||= !prevented;
    },
  };
  return { window: window as unknown as BrowserWindow, isClosed: () => closed };
}

function question(answers: readonly boolean[]) {
  const left = [...answers];
  let lost = true;
  const ask = vi.fn(async () => {
    const yes = left.shift() ?? false;
    if (yes) lost = false;
    return yes;
  });
  return { applies: () => lost, ask } satisfies CloseQuestion;
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

test('a window with nothing to lose closes unasked', () => {
  const { window, isClosed } = fakeWindow();
  guardClose(window, [{ applies: () => false, ask: () => Promise.resolve(false) }]);
  window.close();
  expect(isClosed()).toBe(true);
});

test('it stays open when one question is answered with no, and asks only once at a time', async () => {
  const { window, isClosed } = fakeWindow();
  const [recording, protocol] = [question([true]), question([false, true])];
  guardClose(window, [recording, protocol]);
  window.close();
  window.close();
  await settled();
  expect(isClosed()).toBe(false);
  expect([recording.ask.mock.calls.length, protocol.ask.mock.calls.length]).toEqual([1, 1]);
  window.close();
  await settled();
  expect(isClosed()).toBe(true);
  expect([recording.ask.mock.calls.length, protocol.ask.mock.calls.length]).toEqual([1, 2]);
});

test('a yes that changed nothing does not close and does not ask for ever', async () => {
  const { window, isClosed } = fakeWindow();
  const ask = vi.fn(() => Promise.resolve(true));
  guardClose(window, [{ applies: () => true, ask }]);
  window.close();
  await settled();
  expect(isClosed()).toBe(false);
  expect(ask).toHaveBeenCalledTimes(1);
});
