import { act, createElement, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import type { EventKey, EventOf, TwinclampApi } from '../../shared/contract/contract.ts';
import { PARTS } from '../features/parts.ts';
import { createWorkstation } from '../state/createWorkstation.ts';
import type { Workstation } from '../state/workstation.ts';
import { WorkstationContext } from '../state/useWorkstation.ts';
import { createFakeApi } from './fake-api.ts';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

type Calls = { -readonly [K in keyof TwinclampApi['call']]?: TwinclampApi['call'][K] };

export interface Screen {
  readonly workstation: Workstation;
  readonly element: HTMLElement;
  get(testId: string): HTMLElement;
  find(testId: string): HTMLElement | null;
  all(testId: string): HTMLElement[];
  text(): string;
  press(testId: string): Promise<void>;
  type(testId: string, value: string): Promise<void>;
  push<K extends EventKey>(key: K, event: EventOf<K>): Promise<void>;
  settle(): Promise<void>;
}

/** Renders a part of the window for a test, on the harness API with some calls replaced. */
export async function render(part: ReactElement, scene = 'idle', calls: Calls = {}): Promise<Screen> {
  const fake = createFakeApi(scene);
  const pushes = new Map<EventKey, ((event: never) => void)[]>();
  const on = Object.fromEntries(
    Object.keys(fake.on).map((key) => [
      key,
      (listener: (event: never) => void) => {
        pushes.set(key as EventKey, [...(pushes.get(key as EventKey) ?? []), listener]);
        return (fake.on[key as EventKey] as (l: typeof listener) => () => void)(listener);
      },
    ]),
  ) as unknown as TwinclampApi['on'];
  const workstation = createWorkstation({ call: { ...fake.call, ...calls }, on }, PARTS);
  const element = document.createElement('div');
  document.body.replaceChildren(element);
  await act(async () => {
    createRoot(element).render(createElement(WorkstationContext, { value: workstation }, part));
    await workstation.start();
  });
  const find = (testId: string): HTMLElement | null => element.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
  const get = (testId: string): HTMLElement => {
    const found = find(testId);
    if (found === null) throw new Error(`Expected an element with data-testid "${testId}", found none in: ${element.textContent}`);
    return found;
  };
  return {
    workstation,
    element,
    get,
    find,
    all: (testId) => [...element.querySelectorAll<HTMLElement>(`[data-testid="${testId}"]`)],
    text: () => element.textContent,
    press: (testId) => act(async () => get(testId).click()),
    type: (testId, value) =>
      act(async () => {
        const input = get(testId) as HTMLInputElement;
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, value);
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }),
    push: (key, event) => act(async () => (pushes.get(key) ?? []).forEach((listener) => (listener as (e: typeof event) => void)(event))),
    settle: () => act(async () => undefined),
  };
}
