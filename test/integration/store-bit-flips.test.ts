import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mulberry } from './fixtures/mulberry.ts';
import { checkSessionSteps, runSteps, SessionFile, SessionReader } from '../../src/main/store/index.ts';
import { newRecording, samplesAt, twin } from './fixtures/store-samples.ts';

const scratch = mkdtempSync(join(tmpdir(), 'flips-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A session with a clamped and a free recording, events, a gap and a twin. */
function fill(session: SessionFile): void {
  const id = session.beginRecording(
    newRecording({ remarks: ['a remark'], acquisition: { mode: 'VC', filterHz: 5000 }, calibration: [{ scale: 1.5, offset: 0.25 }] }),
  );
  for (let k = 0; k < 10; k++) {
    if (k === 5) session.appendEvent(id, { sample: 450, code: 2, name: 'SATURATION', argument: 7 });
    const { voltageMv, currentPa } = samplesAt(k * 100, 100);
    session.appendChunk(id, k * 100, voltageMv, currentPa);
  }
  session.endRecording(id, 'complete');
  session.addTwin(id, twin);
}

/** Everything that a session gives, with the damage it reports. */
function everything(path: string): { readonly reported: unknown; readonly damage: boolean } {
  const session = SessionReader.open(path);
  try {
    const detail = session.detail();
    const reported = {
      ...detail,
      file: '',
      sessionKey: '',
      damage: null,
      recordingList: detail.recordingList.map((recording) => ({ ...recording, damage: null, verified: null })),
      metas: detail.recordingList.map(({ recordingId }) => session.recordingMeta(recordingId)),
      samples: detail.recordingList.map(({ recordingId }) => session.readSamples(recordingId)),
      events: detail.recordingList.map(({ recordingId }) => session.readEvents(recordingId)),
      twins: detail.twinList.map(({ twinId }) => session.getTwin(twinId)),
    };
    return { reported, damage: detail.damage !== null || detail.recordingList.some(({ damage }) => damage !== null) };
  } finally {
    session.close();
  }
}

/** How a damaged copy is read: unchanged, or with the damage reported; anything else is a silent fault. */
function outcome(path: string, truth: unknown): 'right' | 'reported' | 'silent' {
  try {
    const { reported, damage } = everything(path);
    if (damage) return 'reported';
    return JSON.stringify(reported) === JSON.stringify(truth) ? 'right' : 'silent';
  } catch (error) {
    expect(error).toMatchObject({ name: 'StorageError' });
    expect((error as Error).message.length).toBeLessThan(400);
    return 'reported';
  }
}

describe('flipped bits', () => {
  it('of a session at rest are reported, or change nothing of what is shown', () => {
    const path = join(scratch, 'rest.twinclamp');
    const session = SessionFile.create(path, { cellName: 'cell 1', notes: 'some notes' });
    fill(session);
    session.close();
    const intact = readFileSync(path);
    const truth = everything(path).reported;
    const random = mulberry(1);
    const copy = join(scratch, 'copy.twinclamp');
    const count = { right: 0, reported: 0, silent: [] as number[] };
    // 1200 bits all over the file, and every bit of the first bytes of each table's rows about the recording.
    const places = Array.from({ length: 1200 }, () => Math.floor(random() * intact.length * 8));
    for (const text of ['"holdingMv"', '"calibration', 'a remark', 'SATURATION', 'cell 1', 'twinclamp.twin/3', '"scale"', 'complete']) {
      const at = intact.indexOf(text);
      if (at > 0) for (let bit = 0; bit < 64; bit++) places.push(at * 8 + bit);
    }
    for (const place of places) {
      const damaged = Buffer.from(intact);
      damaged[place >> 3] = (damaged[place >> 3] as number) ^ (1 << (place & 7));
      writeFileSync(copy, damaged);
      const found = outcome(copy, truth);
      if (found === 'silent') count.silent.push(place);
      else count[found]++;
    }
    console.log(
      `session at rest: ${places.length} flips, ${count.reported} reported, ${count.right} without effect, ${count.silent.length} silent`,
    );
    expect(count.silent).toEqual([]);
    expect(count.reported).toBeGreaterThan(100);
  });

  it('of a write-ahead log are reported, and never lose samples silently', () => {
    const path = join(scratch, 'log.twinclamp');
    const session = SessionFile.create(path, { cellName: 'cell 1' });
    fill(session);
    // As a crash leaves it: the file and its log, without the index.
    const base = join(scratch, 'crashed.twinclamp');
    copyFileSync(path, base);
    const log = readFileSync(`${path}-wal`);
    session.close();
    writeFileSync(`${base}-wal`, log);
    const { reported: truth, damage } = everything(base);
    expect(damage).toBe(false);
    const random = mulberry(2);
    const count = { right: 0, reported: 0, silent: [] as number[] };
    const places = [
      ...Array.from({ length: 32 * 8 }, (_, bit) => bit),
      ...Array.from({ length: 120 }, () => Math.floor(random() * log.length * 8)),
    ];
    for (let frame = 0; 32 + frame * 4120 < log.length; frame += 12)
      for (let bit = 0; bit < 192; bit += 11) places.push((32 + frame * 4120) * 8 + bit);
    for (const place of places) {
      const damaged = Buffer.from(log);
      damaged[place >> 3] = (damaged[place >> 3] as number) ^ (1 << (place & 7));
      writeFileSync(`${base}-wal`, damaged);
      rmSync(`${base}-shm`, { force: true });
      const found = outcome(base, truth);
      if (found === 'silent') count.silent.push(place);
      else count[found]++;
    }
    console.log(`log: ${places.length} flips, ${count.reported} reported, ${count.right} without effect, ${count.silent.length} silent`);
    expect(count.silent).toEqual([]);
  });

  it('are found by a check, which names what is damaged', () => {
    const path = join(scratch, 'check.twinclamp');
    const session = SessionFile.create(path, { cellName: 'cell 1' });
    fill(session);
    session.close();
    expect(runSteps(checkSessionSteps(path))).toMatchObject({
      intact: true,
      damage: [],
      recordings: [{ recordingId: 1, samples: 1000, damage: [] }],
      twins: 1,
    });
    const bytes = readFileSync(path);
    const { voltageMv } = samplesAt(700, 20);
    const at = bytes.indexOf(Buffer.from(voltageMv.buffer));
    bytes[at] = (bytes[at] as number) ^ 1;
    writeFileSync(path, bytes);
    expect(runSteps(checkSessionSteps(path))).toMatchObject({
      intact: false,
      recordings: [{ damage: [expect.stringMatching(/Chunk 7 \(samples 700 to 799\): its checksum/)] }],
    });
  });
});
