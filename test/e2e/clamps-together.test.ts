import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wholeTwin } from '../../src/core/formats/export/whole-twin.testing.ts';
import { sampleCommand, type Protocol } from '../../src/core/protocol/protocol.ts';
import type { Bath } from '../../src/core/quality/bath.ts';
import { SessionFolder } from '../../src/main/store/index.ts';
import { look, makeHome, noElectron, startWorkstation, type Home, type Workstation } from './workstation.ts';

const RATE_HZ = 10_000;
const CONTROL: Bath = { phase: 'control', drug: null, concentrationNm: null };
const DRUG: Bath = { phase: 'drug', drug: 'dofetilide', concentrationNm: 10 };

const protocolOf = (name: string, levelsMv: readonly number[]): Protocol => ({
  id: name.toLowerCase(),
  name,
  source: 'test',
  holdingMv: -80,
  segments: levelsMv.map((voltageMv) => ({ kind: 'step', voltageMv, durationMs: 500 })),
});

/** A cell with two control clamps, one with drug, one rejected, three potentials; a twin of two clamps, a free and a paced potential. */
function makeCell(folder: string): void {
  const session = new SessionFolder(folder).create({ cellName: 'cell 9' });
  const record = (name: string | null, levelsMv: readonly number[], bath: Bath, imported?: object): number => {
    const protocol = name === null ? null : protocolOf(name, levelsMv);
    const voltageMv = protocol === null ? new Float32Array(3 * RATE_HZ).fill(-70) : sampleCommand(protocol, RATE_HZ);
    const id = session.beginRecording({
      kind: protocol === null ? 'spontaneous' : 'voltage-clamp',
      protocolRequested: protocol,
      protocolRealised: protocol,
      device: { name: 'Bench rig', firmware: '1.0.0', serial: '7', port: '/dev/ttyACM0', simulated: true },
      calibration: [],
      acquisition: { quality: { bath }, ...(imported === undefined ? {} : { imported }) },
      conditions: { membraneCapacitancePf: 50, seriesResistanceMohm: 12 },
      sampleRateHz: RATE_HZ,
      expectedSamples: voltageMv.length,
      startedAt: '2026-01-02T03:04:05.000Z',
    });
    session.appendChunk(
      id,
      0,
      voltageMv,
      voltageMv.map((mv, k) => mv + (k % 7)),
    );
    session.endRecording(id, 'complete');
    return id;
  };
  record('Plateaus', [-80, 10, -50], CONTROL);
  record('Activation steps', [-80, -120, 30], CONTROL);
  record('Plateaus', [-80, 10, -50], DRUG);
  const rejected = record('Plateaus', [-80, 10, -50], CONTROL);
  session.correct(rejected, { madeAt: '2026-01-02T03:04:05.000Z', changes: { rejected: 'lost its seal' } });
  record(null, [], CONTROL);
  record(null, [], CONTROL);
  record(null, [], CONTROL, { paced: true });
  const named = (id: number): string => `${session.key} recording ${id}`;
  session.addTwin(
    1,
    wholeTwin({
      evidence: {
        mode: 'clamp+potential',
        used: (['clamp', 'clamp', 'potential', 'paced'] as const).map((kind, k) => {
          const id = [1, 2, 6, 7][k] ?? 0;
          return { recording: named(id), crc32: id, kind };
        }),
        leftOut: [
          { recording: named(3), why: 'Its bath is Drug: dofetilide 10 nM, that of recording 1 Control.' },
          { recording: named(4), why: 'It was rejected: lost its seal.' },
          { recording: named(5), why: 'It was paced. It shows no two action potentials.' },
        ],
        prior: null,
      },
    }),
  );
  session.close();
}

describe.skipIf(noElectron)('clamp recordings of a cell (skipped without Electron and a screen: npm run test:e2e)', () => {
  let home: Home;
  let workstation: Workstation;

  beforeAll(async () => {
    home = makeHome();
    makeCell(join(home.folder, 'sessions'));
    workstation = await startWorkstation(home, { TWINCLAMP_RIG: 'none' });
  });
  afterAll(async () => {
    await workstation.close();
    home.remove();
  });

  async function lookAtBothSizes(name: string): Promise<void> {
    if (process.env['TWINCLAMP_LOOK'] === undefined) return;
    for (const [width, height] of [
      [1280, 720],
      [1480, 940],
    ] as const) {
      await workstation.app.evaluate(
        ({ BrowserWindow }, size) =>
          BrowserWindow.getAllWindows()
            .find((window) => window.isVisible())
            ?.setContentSize(size.width, size.height),
        { width, height },
      );
      await workstation.page.waitForFunction((w) => Math.abs(innerWidth - w) <= 2, width);
      await look(workstation.page, `${name}-${width}`);
    }
  }

  test('are chosen on the Review desk and inferred as one job; those with drug or rejected cannot be', async () => {
    const { page } = workstation;
    await page.getByTestId('desk-review').click();
    await page.getByTestId('session-row').filter({ hasText: 'cell 9' }).click();
    await page.getByTestId('together-2').check({ force: true });
    await page.getByTestId('infer-together').filter({ hasText: 'Infer twin of 2' }).waitFor();
    expect(await page.getByTestId('together-3').isDisabled()).toBe(true);
    expect(await page.getByTestId('together-4').isDisabled()).toBe(true);
    await lookAtBothSizes('review-together');
    await page.getByTestId('infer-together').click();
    await page.getByTestId('jobs-button').click();
    const job = page.getByTestId('job-row').filter({ hasText: 'Refined, 2 clamps' });
    await job.waitFor();
    await job.getByTestId('job-cancel').click();
    await job.filter({ hasText: 'Cancelled' }).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
  });

  test('a potential is stated to be paced, the bath of a clamp to be another, and its twin says so', async () => {
    const { page } = workstation;
    await page.getByRole('button', { name: '5. Potential without clamp' }).click();
    await page.getByTestId('conditions').click();
    await page.getByTestId('correct-paced').selectOption('paced');
    await lookAtBothSizes('review-paced-dialog');
    await page.getByTestId('keep-correction').click();
    await page.getByRole('button', { name: '5. Paced potential' }).waitFor();
    await lookAtBothSizes('review-paced');
    await page.getByRole('button', { name: '1. Plateaus' }).click();
    await page.getByTestId('conditions').click();
    await page.getByTestId('correct-bathPotassiumMm').fill('0,2');
    await page.getByText('Expected 1 to 20 mM, or nothing.').waitFor();
    await page.getByTestId('correct-bathPotassiumMm').fill('3');
    await lookAtBothSizes('review-bath-dialog');
    await page.getByTestId('keep-correction').click();
    await page.getByText('corrected after this twin was made (potassium outside 3 mM)').waitFor();
    await lookAtBothSizes('review-bath');
  });

  test('of a twin are listed on the Twin desk, with what was left out and why, and chosen for the next', async () => {
    const { page } = workstation;
    await page.getByTestId('open-twin').click();
    await page.getByRole('tab', { name: 'Recordings' }).click();
    const rows = page.getByTestId('cell-recording');
    await expect.poll(() => rows.count()).toBe(7);
    expect(await rows.allTextContents()).toEqual([
      expect.stringMatching(/^1\. Plateaus, Control.*fitted/),
      expect.stringMatching(/^2\. Activation steps, Control.*fitted/),
      expect.stringMatching(/^3\. Plateaus, Drug: dofetilide 10 nM.*left out. Its bath is Drug: dofetilide 10 nM/),
      expect.stringMatching(/^4\. Plateaus, Control.*left out. It was rejected: lost its seal/),
      expect.stringMatching(/^5\. Paced potential, Control.*left out. It was paced. It shows no two action potentials/),
      expect.stringMatching(/^6\. Potential without clamp, Control.*fitted/),
      expect.stringMatching(/^7\. Paced potential, Control.*fitted/),
    ]);
    expect(await page.getByTestId('twin-mode').textContent()).toMatch(
      /^Fitted: clamp \+ potential, 2 clamp recordings together, 1 paced potential\./,
    );
    await page.getByTestId('infer-again').filter({ hasText: 'Run again (2)' }).waitFor();
    await lookAtBothSizes('twin-together');
    await page.getByTestId('together-2').uncheck({ force: true });
    await expect.poll(() => page.getByTestId('infer-again').textContent()).toBe('Run again');
  });
});
