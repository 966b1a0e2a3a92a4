import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeviceMessage } from '../../../../shared/riglink/index.ts';
import { decodeHostMessage, FrameReader } from '../../../../shared/riglink/index.ts';
import type { Transport } from '../../transport/transport.ts';
import { ControlChannel } from './control-channel.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function bench() {
  const reader = new FrameReader();
  const sent: { kind: string; seq: number }[] = [];
  const transport: Transport = {
    address: 'bench',
    write(bytes) {
      for (const packet of reader.feed(bytes)) {
        const decoded = decodeHostMessage(packet);
        if (decoded.ok) sent.push({ kind: decoded.message.kind, seq: packet.seq });
      }
    },
    onData: () => undefined,
    onLost: () => undefined,
    close: () => Promise.resolve(),
  };
  const channel = new ControlChannel(transport, 100);
  const ack = (seq: number, status = 0, message = ''): boolean => channel.receive({ kind: 'ack', seq, status, message });
  return { channel, sent, ack };
}

const pong = (hostTimeUs: number): DeviceMessage => ({ kind: 'pong', hostTimeUs, deviceTimeUs: 0, bufferedFrames: 0, overruns: 0 });
const answer = {
  takes: (reply: DeviceMessage) => reply.kind === 'pong' && reply.hostTimeUs === 7,
  whole: (replies: readonly DeviceMessage[]) => replies.length > 0,
};
const ended = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error as Error).message,
  );

describe('the control channel', () => {
  it('ends after its tries where a command is acknowledged and never answered, however fast the acknowledgements come', async () => {
    const { channel, sent, ack } = bench();
    const end = ended(channel.send({ kind: 'ping', hostTimeUs: 7 }, answer));
    for (let ms = 0; ms < 2000; ms++) {
      for (let i = 0; i < 100; i++) ack(100);
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(await end).toMatch(/Expected the device to answer the ping, it only acknowledged 5 tries/);
    // 1.7 million in 60 s before.
    expect(sent).toHaveLength(5);
  });

  it('takes only what belongs to its question', async () => {
    const { channel, ack } = bench();
    expect(channel.receive(pong(7))).toBe(false);
    const end = ended(channel.send({ kind: 'ping', hostTimeUs: 7 }, answer));
    expect(channel.receive(pong(6))).toBe(false);
    expect(ack(99)).toBe(false);
    expect(ack(101)).toBe(false);
    expect(channel.receive(pong(7))).toBe(true);
    expect(ack(100)).toBe(true);
    expect(await end).toBe('done');
    expect(ack(100)).toBe(false);
  });

  it('takes a reply that came after its acknowledgement', async () => {
    const { channel, sent, ack } = bench();
    const end = ended(channel.send({ kind: 'ping', hostTimeUs: 7 }, answer));
    ack(100);
    await vi.advanceTimersByTimeAsync(10);
    channel.receive(pong(7));
    expect(await end).toBe('done');
    expect(sent).toHaveLength(1);
  });

  it('keeps few replies of a device that never ends', async () => {
    const { channel } = bench();
    void ended(channel.send({ kind: 'ping', hostTimeUs: 7 }, { takes: () => true, whole: () => false }));
    let taken = 0;
    for (let i = 0; i < 100_000; i++) if (channel.receive(pong(i))) taken++;
    expect(taken).toBeLessThanOrEqual(1100);
    await vi.advanceTimersByTimeAsync(5000);
  });

  it('refuses a value that does not fit in its field, and continues', async () => {
    const { channel, sent, ack } = bench();
    const item = { kind: 'step', startLevel: 0, endLevel: 0, durationUs: 4_296_967_296, flags: 0 } as const;
    expect(await ended(channel.send({ kind: 'protocolItem', index: 0, item }))).toMatch(/cannot be sent the protocol: .*got 4296967296/);
    const end = ended(channel.send({ kind: 'arm' }));
    ack(100);
    expect(await end).toBe('done');
    expect(sent.map(({ kind }) => kind)).toEqual(['arm']);
  });

  it('reports a refusal in printable words', async () => {
    const { channel, ack } = bench();
    const end = ended(channel.send({ kind: 'arm' }));
    ack(100, 2, '\u001b[2Jno\r\n');
    expect(await end).toBe('The device refused to be armed: [2Jno.');
  });

  it('sends PANIC first and drops what waits', async () => {
    const { channel, sent, ack } = bench();
    const waiting = [ended(channel.send({ kind: 'arm' })), ended(channel.send({ kind: 'start', runNumber: 1 }))];
    const panic = ended(channel.sendUrgent({ kind: 'panic' }, 10));
    expect(await Promise.all(waiting)).toEqual([expect.stringMatching(/abort came first/), expect.stringMatching(/abort came first/)]);
    ack(101);
    expect(await panic).toBe('done');
    expect(sent.map(({ kind }) => kind)).toEqual(['arm', 'panic']);
  });
});
