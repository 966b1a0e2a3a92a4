import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { chunkCrc32, traceBytes } from '../src/main/store/chunk.ts';
import { migrate, NEWEST_VERSION } from '../src/main/store/migrations.ts';
import { SessionFile } from '../src/main/store/index.ts';
import { newRecording, protocol, samplesAt, twin } from '../test/integration/fixtures/store-samples.ts';

// Writes one small session of each layout that was ever published into test/fixtures/sessions. A stored one is never made anew:
// it is what a program of its time wrote. node scripts/make-session-fixtures.ts VERSION

const version = Number(process.argv[2]);
const folder = join(import.meta.dirname, '..', 'test', 'fixtures', 'sessions');
const path = join(folder, `layout-${version}.twinclamp`);
const CREATED = '2026-01-02T03:04:05.000Z';
const SAMPLES = 400;
const CHUNK = 100;
mkdirSync(folder, { recursive: true });
rmSync(path, { force: true });

if (version === 1) writeLayout1();
else if (version === NEWEST_VERSION) writeNewest();
else throw new Error(`Expected layout 1 or ${NEWEST_VERSION}, got ${process.argv[2] ?? 'nothing'}: others were written by their programs.`);

function writeLayout1(): void {
  const db = new Database(path);
  migrate(db, 1);
  db.prepare('INSERT INTO session VALUES (?, ?, ?, ?, 1)').run(
    '11111111-2222-4333-8444-555555555555',
    'Cell of layout 1',
    CREATED,
    'a note',
  );
  const { device, calibration, acquisition, conditions } = newRecording();
  db.prepare(
    `INSERT INTO recording (id, kind, protocol_requested, protocol_realised, device, calibration, acquisition, conditions, remarks,
       sample_rate_hz, status, started_at, writer_pid, writer_host, begun_ms)
     VALUES (1, 'voltage-clamp', ?, ?, ?, ?, ?, ?, '["a remark"]', 1000, 'complete', ?, 1, 'nowhere', 0)`,
  ).run(...[protocol, protocol, device, calibration, acquisition, conditions].map((value) => JSON.stringify(value)), CREATED);
  for (let seq = 0; seq < SAMPLES / CHUNK; seq++) {
    const { voltageMv, currentPa } = samplesAt(seq * CHUNK, CHUNK);
    const place = { recordingId: 1, seq, firstSample: seq * CHUNK, n: CHUNK };
    db.prepare('INSERT INTO chunk VALUES (1, ?, ?, ?, ?, ?, ?, 0)').run(
      seq,
      place.firstSample,
      CHUNK,
      traceBytes(voltageMv),
      traceBytes(currentPa),
      chunkCrc32(place, voltageMv, currentPa),
    );
  }
  db.exec(`INSERT INTO gap VALUES (1, 1, ${SAMPLES}, 600, 'lost on the line'); INSERT INTO event VALUES (1, 1, 7, 3, 'saturation', 2);`);
  db.prepare("INSERT INTO twin VALUES (1, 1, ?, 'network', ?, ?, 0, ?)").run(
    CREATED,
    twin.fit.nrmsePercent,
    twin.beat.outcome,
    JSON.stringify(twin),
  );
  db.close();
}

function writeNewest(): void {
  const session = SessionFile.create(path, { cellName: `Cell of layout ${version}`, createdAt: CREATED, notes: 'a note' });
  const id = session.beginRecording(newRecording({ remarks: ['a remark'] }));
  session.appendEvent(id, { sample: 7, code: 3, name: 'saturation', argument: 2 });
  for (let first = 0; first < SAMPLES; first += CHUNK) {
    const { voltageMv, currentPa } = samplesAt(first, CHUNK);
    session.appendChunk(id, first, voltageMv, currentPa);
  }
  session.appendGap(id, { firstSample: SAMPLES, n: 600, reason: 'lost on the line' });
  session.endRecording(id, 'complete');
  session.addTwin(id, twin);
  session.close();
}
