import type { Page } from 'playwright-core';

/** Result of a call of the page: 'accepted', or the message it was refused with. */
export type Answered = string;

/** Calls a key with a request as the page would, whatever the types say. */
export function answerToPage(page: Page, key: string, request: unknown): Promise<Answered> {
  return page.evaluate(
    async ([name, sent]) => {
      const { call } = Reflect.get(window, 'twinclamp') as { call: Record<string, (request: unknown) => Promise<unknown>> };
      try {
        await call[name]?.(sent);
        return 'accepted';
      } catch (error) {
        return (error as Error).message;
      }
    },
    [key, request] as const,
  );
}

/**
 * Calls a key with a request that a script in the page makes: functions, getters and circles do not cross the test tool.
 * @param make source of an expression of the page
 */
export function answerTo(page: Page, key: string, make: string): Promise<Answered> {
  return page.evaluate(
    async ([name, source]) => {
      const { call } = Reflect.get(window, 'twinclamp') as { call: Record<string, (request: unknown) => Promise<unknown>> };
      try {
        // The test tool's own scripts are not under the policy of the page.
        const request = (0, eval)(`(${source})`) as unknown;
        await call[name]?.(request);
        return 'accepted';
      } catch (error) {
        return (error as Error).message;
      }
    },
    [key, make] as const,
  );
}
