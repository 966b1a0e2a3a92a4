import { describe, expect, test } from 'vitest';
import type { ProtocolScore } from '../../core/designer/score-protocol.ts';
import type { EventOf } from '../../shared/contract/contract.ts';
import type { JobRequest } from '../../shared/inference/messages.ts';
import { InferenceError } from '../supervisor/inference-error.ts';
import type { RequestOptions } from '../supervisor/supervisor.ts';
import { ProtocolScores } from './protocol-scores.ts';

const score = (cells: number): ProtocolScore => ({
  cells,
  r2Mean: 0.5,
  r2: {},
  sd: {},
  logDet: 1,
  wellInformed: 0,
  notIdentifiable: [],
  peakPaPf: 1,
});
const protocol = (voltageMv: number) => ({
  id: 'p',
  name: 'P',
  source: 's',
  holdingMv: -80,
  segments: [{ kind: 'step' as const, voltageMv, durationMs: 10 }],
});
const settings = { form: 'robust', noisePaPf: 0.5 } as const;

/** An inference process whose jobs the test ends. */
function harness() {
  const jobs: { request: JobRequest<'score'>; options: RequestOptions<'score'>; resolve: (score: ProtocolScore) => void }[] = [];
  const sent: EventOf<'protocol:scored'>[] = [];
  const request = (_kind: 'score', wish: JobRequest<'score'>, options: RequestOptions<'score'>) =>
    new Promise<ProtocolScore>((resolve, reject) => {
      jobs.push({ request: wish, options, resolve });
      options.signal?.addEventListener('abort', () => reject(new InferenceError('cancelled', 'The job was cancelled.')));
    });
  const scores = new ProtocolScores({ request: request as never }, (_key, event) => sent.push(event as never));
  return { jobs, sent, scores };
}

describe('scores of protocols', () => {
  test('the newest request of a purpose wins, other purposes continue', async () => {
    const { jobs, scores } = harness();
    const old = scores.score({ ticket: 1, purpose: 'draft', protocol: protocol(0), settings });
    const list = scores.score({ ticket: 2, purpose: 'list', protocol: protocol(1), settings });
    const fresh = scores.score({ ticket: 3, purpose: 'draft', protocol: protocol(2), settings });
    await expect(old).rejects.toMatchObject({ reason: 'cancelled' });
    jobs[1]?.resolve(score(24));
    jobs[2]?.resolve(score(24));
    expect(await list).toMatchObject({ cells: 24 });
    expect(await fresh).toMatchObject({ cells: 24 });
    expect(jobs.map(({ request: { urgency } }) => urgency)).toEqual([2, 0, 2]);
  });

  test('asks for the clamp that was chosen and streams what is known so far under its ticket', async () => {
    const { jobs, sent, scores } = harness();
    const answer = scores.score({ ticket: 9, purpose: 'draft', protocol: protocol(0), settings });
    expect(jobs[0]?.request.settings).toMatchObject({ rsMohm: 4, blankMs: 0.3, nuisance: true, noisePaPf: 0.5 });
    jobs[0]?.options.onPartial?.(score(2));
    jobs[0]?.options.onPartial?.(score(24));
    jobs[0]?.resolve(score(24));
    await answer;
    expect(sent.map(({ ticket, score: { cells } }) => [ticket, cells])).toEqual([
      [9, 2],
      [9, 24],
    ]);
  });

  test('a protocol scored before answers at once with all its steps, whatever its name', async () => {
    const { jobs, sent, scores } = harness();
    const first = scores.score({ ticket: 1, purpose: 'list', protocol: protocol(0), settings });
    jobs[0]?.options.onPartial?.(score(2));
    jobs[0]?.resolve(score(24));
    await first;
    sent.length = 0;
    await scores.score({ ticket: 2, purpose: 'draft', protocol: { ...protocol(0), id: 'q', name: 'Q' }, settings });
    expect(jobs).toHaveLength(1);
    expect(sent.map(({ ticket, score: { cells } }) => [ticket, cells])).toEqual([
      [2, 2],
      [2, 24],
    ]);
    void scores.score({ ticket: 3, purpose: 'draft', protocol: protocol(0), settings: { ...settings, noisePaPf: 0.3 } });
    expect(jobs).toHaveLength(2);
  });

  test('cancelling a purpose ends what it does', async () => {
    const { scores } = harness();
    const running = scores.score({ ticket: 1, purpose: 'compare', protocol: protocol(0), settings });
    scores.cancel('compare');
    await expect(running).rejects.toMatchObject({ reason: 'cancelled' });
  });

  test('refuses a protocol that cannot be played before any job', async () => {
    const { jobs, scores } = harness();
    await expect(scores.score({ ticket: 1, purpose: 'draft', protocol: { ...protocol(0), segments: [] }, settings })).rejects.toMatchObject(
      {
        code: 'bad-request',
      },
    );
    expect(jobs).toHaveLength(0);
  });
});
