import { expect, test } from 'vitest';
import { runSteps, type Steps } from './steps.ts';
import { withinShare } from './within-share.ts';

test('steps within a share give their result, and end what they hold when they are ended', () => {
  let open = 0;
  const work = function* (): Steps<string> {
    open++;
    try {
      yield 0.5;
      yield 1;
      return 'done';
    } finally {
      open--;
    }
  };
  expect([...withinShare(work(), 0.2, 0.6)]).toEqual([0.4, 0.6]);
  expect(runSteps(withinShare(work(), 0, 1))).toBe('done');
  const ended = withinShare(work(), 0, 1);
  ended.next();
  expect(open).toBe(1);
  ended.return(undefined as never);
  expect(open).toBe(0);
});
