import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CELL_MODELS } from '../../src/core/cell/models.ts';
import { sessionWithDrug } from './session-with-drug.ts';
import { simulatedTwin } from './simulated-twin.ts';
import { look, makeHome, noElectron, projectRoot, startWorkstation, waitForState, type Home, type Workstation } from './workstation.ts';

describe.skipIf(noElectron)('the Drugs desk (skipped without Electron and a screen: npm run test:e2e)', () => {
  let home: Home;
  let workstation: Workstation;
  let withDrug: string;

  beforeAll(async () => {
    home = makeHome();
    const sessions = join(home.folder, 'sessions');
    mkdirSync(sessions, { recursive: true });
    const twin = join(home.folder, 'twin.json');
    writeFileSync(twin, simulatedTwin());
    execFileSync('node', [join(projectRoot, 'src/cli/index.ts'), 'twin', 'import', twin, '--sessions', sessions, '--quiet']);
    withDrug = sessionWithDrug(sessions);
    workstation = await startWorkstation(home);
    await waitForState(workstation.page, 'Idle');
    await workstation.page.getByTestId('desk-drugs').click();
  });
  afterAll(async () => {
    await workstation.close();
    home.remove();
  });

  const resize = async (width: number, height: number): Promise<void> => {
    await workstation.app.evaluate(
      ({ BrowserWindow }, size) =>
        BrowserWindow.getAllWindows()
          .find((window) => window.isVisible())
          ?.setContentSize(size.width, size.height),
      { width, height },
    );
    await workstation.page.waitForFunction(({ w }) => Math.abs(innerWidth - w) <= 2, { w: width });
  };
  /** A picture at each size, where pictures are taken. */
  const pictures = async (name: string): Promise<void> => {
    if (process.env['TWINCLAMP_LOOK'] === undefined) return;
    for (const [width, height] of [
      [1480, 940],
      [1280, 720],
    ] as const) {
      await resize(width, height);
      await look(workstation.page, `${name}-${width}`);
    }
  };
  const chooseCell = async (name: string): Promise<void> => {
    const session = workstation.page.getByTestId('drug-session');
    await session.selectOption((await session.locator('option', { hasText: name }).getAttribute('value')) ?? '');
  };
  const saveTo = (file: string): Promise<void> =>
    workstation.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, file);

  test('draws a first curve while the experiment runs, then the whole', async () => {
    const { page } = workstation;
    await chooseCell('Simulated cell');
    await page.getByTestId('drug-select').selectOption('dofetilide');
    await page.getByTestId('experiment-pace').fill('abc');
    await page.getByText('Pacing: expected 200 to 10000 ms, got "abc". Correct it.').first().waitFor();
    await page.getByTestId('experiment-pace').fill('1000');
    const start = Date.now();
    await page.getByTestId('experiment-run').click();
    await page.getByTestId('figure-potential').locator('svg').waitFor({ timeout: 30_000 });
    console.log(`First curve after ${Date.now() - start} ms.`);
    await look(page, 'drugs-running');
    await page.getByTestId('export-study').waitFor({ timeout: 120_000 });
    await pictures('drugs-response');
    expect(await page.getByTestId('figure-response').locator('svg').getAttribute('aria-label')).toBe('Change of APD90 with dofetilide');
    const note = await page.getByTestId('figure-potential').textContent();
    expect(note).toContain('Block is static, paced every 1000 ms, dynamic-clamp IK1');
    await page.getByRole('radio', { name: 'Outcomes' }).click();
    await pictures('drugs-outcomes');
    await page.getByRole('radio', { name: 'Currents' }).click();
    await pictures('drugs-currents');
  }, 240_000);

  test('exports the study and its figures in every format', async () => {
    const { page } = workstation;
    for (const format of ['html', 'pdf', 'csv', 'json']) {
      const file = join(home.folder, `study.${format}`);
      await saveTo(file);
      await page.getByTestId('export-study').click();
      await page.getByTestId(`export-${format}`).click();
      await expect.poll(() => existsSync(file) && statSync(file).size, { timeout: 30_000 }).toBeGreaterThan(1000);
    }
    const report = readFileSync(join(home.folder, 'study.html'), 'utf8');
    expect(report).toContain('What decides');
    expect(report).toContain('Sources differ at');
    expect(readFileSync(join(home.folder, 'study.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
    const stored = JSON.parse(readFileSync(join(home.folder, 'study.json'), 'utf8')) as { id: string; versions: { equations: object } };
    expect(Object.keys(stored.versions.equations)).toEqual([CELL_MODELS[0]?.id]);
    await page.getByRole('radio', { name: 'Outcomes' }).click();
    for (const format of ['svg', 'png', 'csv']) {
      const file = join(home.folder, `figure.${format}`);
      await saveTo(file);
      await page.getByTestId('export-figure-outcomes').click();
      await page.getByTestId(`export-${format}`).click();
      await expect.poll(() => existsSync(file) && statSync(file).size, { timeout: 30_000 }).toBeGreaterThan(200);
    }
    expect(readFileSync(join(home.folder, 'figure.png')).subarray(1, 4).toString()).toBe('PNG');
  }, 120_000);

  test('says what decides, keeps own compounds, and opens what is stored', async () => {
    const { page } = workstation;
    await page.getByRole('radio', { name: 'What decides' }).click();
    await page.getByTestId('decides-ask').click();
    await page.getByTestId('figure-tornado').locator('svg').waitFor({ timeout: 60_000 });
    await pictures('drugs-decides');
    await page.getByRole('radio', { name: 'Stored' }).click();
    await page.getByTestId('stored-studies').getByRole('button', { name: 'Open' }).first().click();
    await page.getByTestId('export-study').waitFor();
    await page.getByRole('radio', { name: 'Stored' }).click();
    await pictures('drugs-stored');
    await page.getByRole('radio', { name: 'One concentration' }).click();
    await page.getByTestId('drug-channel-IKr-ic50').fill('3000000');
    await page.getByTestId('compound-name').fill('dofetilide');
    await page.getByTestId('block-question').first().waitFor();
    await page.getByTestId('drug-channel-IKr-ic50').fill('30');
    await page.getByTestId('drug-channel-IKr-max').fill('120');
    await page.getByTestId('drug-channel-IKr-problem').filter({ hasText: 'IKr: expected a maximal block of -900 to 100 %' }).waitFor();
    await pictures('drugs-max-problem');
    await page.getByTestId('drug-channel-IKr-max').fill('60');
    await page.getByTestId('drug-channel-IKr-problem').waitFor({ state: 'detached' });
    await page.getByTestId('compound-name').fill('X-1');
    await page.getByTestId('compound-save').click();
    await page.getByTestId('drug-select').locator('option', { hasText: 'X-1' }).waitFor({ state: 'attached' });
    // The saved compound is chosen, and saving it again replaces it.
    await page.getByTestId('compound-cmax').fill('4');
    await page.getByTestId('compound-save').click();
    await expect.poll(() => page.getByTestId('drug-concentration').inputValue()).toBe('4');
    await page.getByTestId('drug-select').selectOption('verapamil');
    await page.getByTestId('drug-select').selectOption('X-1');
    expect(await page.getByTestId('compound-cmax').inputValue()).toBe('4');
    expect(await page.getByTestId('drug-channel-IKr-ic50').inputValue()).toBe('30');
    expect(await page.getByTestId('drug-channel-IKr-max').inputValue()).toBe('60');
    expect(await page.getByTestId('drug-select').locator('option', { hasText: 'X-1' }).count()).toBe(1);
    await pictures('drugs-compound');
    await page.getByRole('radio', { name: 'Response' }).click();
    await page.getByTestId('experiment-cells').selectOption('published');
    await page.getByTestId('experiment-run').click();
    await page.getByTestId('export-study').waitFor({ timeout: 60_000 });
    expect(await page.getByTestId('figure-potential').textContent()).toContain('Published cell');
    const legend = await page.getByTestId('figure-response').textContent();
    expect(legend).toContain('the published cell');
    expect(legend).not.toContain('the twin');
    await page.getByTestId('theme-switch').click();
    await pictures('drugs-published-dark');
    await page.getByTestId('theme-switch').click();
    await page.getByTestId('experiment-kind').selectOption('wash');
    await page.getByTestId('experiment-eachS').fill('abc');
    await page.getByText('Each: expected 5 to 900 s, got "abc". Correct it.').waitFor();
    await page.getByTestId('experiment-eachS').fill('60');
    await page.getByTestId('drug-select').selectOption('dofetilide');
    await page.getByTestId('experiment-cells').selectOption('twin');
    await page.getByTestId('experiment-concentrations').fill('0.5, 5');
    await page.getByTestId('experiment-pace').fill('free');
    await page.getByTestId('experiment-ik1').uncheck({ force: true });
    await pictures('drugs-wash-form');
    await page.getByTestId('experiment-run').click();
    await page.getByTestId('figure-wash').locator('svg').waitFor({ timeout: 60_000 });
    await page.getByTestId('export-study').waitFor({ timeout: 120_000 });
    const course = await page.getByTestId('figure-wash').textContent();
    expect(course).toContain('Block is static, free running · bath exchange 15 s');
    await pictures('drugs-wash');
    await page.getByRole('radio', { name: 'Outcomes' }).click();
    expect(await page.getByTestId('course-events').textContent()).toMatch(/cells that beat at the start stop/);
    await pictures('drugs-wash-outcomes');
    const strip = join(home.folder, 'strip.csv');
    await saveTo(strip);
    await page.getByTestId('export-figure-wash-outcomes').click();
    await page.getByTestId('export-csv').click();
    await expect.poll(() => existsSync(strip) && statSync(strip).size, { timeout: 30_000 }).toBeGreaterThan(200);
    await page.getByRole('radio', { name: 'Response' }).click();
    await page.getByRole('radio', { name: 'Currents' }).click();
    expect(await page.getByTestId('figure-wash-charges').textContent()).toContain('Net charge of each beat over time with dofetilide');
    await pictures('drugs-wash-currents');
    const charges = join(home.folder, 'charges.csv');
    await saveTo(charges);
    await page.getByTestId('export-figure-wash-charges').click();
    await page.getByTestId('export-csv').click();
    await expect.poll(() => existsSync(charges) && statSync(charges).size, { timeout: 30_000 }).toBeGreaterThan(200);
    expect(readFileSync(charges, 'utf8')).toContain('Net charge of IKr (pC/pF)');
    await page.getByRole('radio', { name: 'Response' }).click();
    // Another wash-in beside it.
    await page.getByTestId('experiment-concentrations').fill('0.5, 2');
    await page.getByTestId('experiment-run').click();
    await page.getByTestId('figure-wash').filter({ hasText: '2 nM' }).waitFor({ timeout: 60_000 });
    await page.getByTestId('export-study').waitFor({ timeout: 120_000 });
    await page.getByRole('radio', { name: 'Stored' }).click();
    await page.getByTestId('stored-studies').getByRole('button', { name: 'Compare' }).nth(1).click();
    await page.getByTestId('compared-wash').waitFor();
    await pictures('drugs-wash-compared');
    await page.getByTestId('compared-wash').scrollIntoViewIfNeeded();
    await pictures('drugs-wash-compared-table');
    await page.getByTestId('experiment-kind').selectOption('levels');
    await page.getByTestId('experiment-concentrations').fill('');
    await page.getByTestId('experiment-pace').fill('1000');
    await page.getByTestId('experiment-ik1').check({ force: true });
  }, 240_000);

  test('offers the block measured on the cell itself, at its concentration, as the command line has it', async () => {
    const { page } = workstation;
    await chooseCell('Cell with drug');
    await page.getByRole('radio', { name: 'One concentration' }).click();
    await page.getByText('Action potential of Cell with drug').waitFor({ state: 'attached' });
    await page.getByTestId('drug-select').selectOption('dofetilide');
    await page.getByTestId('measured-problem').filter({ hasText: 'recording 3 with Dofetilide was aborted. Record it again.' }).waitFor();
    await page.getByTestId('drug-source').selectOption({ label: 'Measured on this cell · 10 nM, recording 2' });
    await page.getByTestId('measured-changes').waitFor({ timeout: 60_000 });
    expect(await page.getByTestId('measured-IKr').textContent()).toMatch(/^IKr−60 %−\d+ to \+\d+ %/);
    expect(await page.getByTestId('drug-concentration').inputValue()).toBe('10');
    expect(await page.getByTestId('measured-badge').textContent()).toBe('Applies at 10 nM, as measured.');
    await page.getByTestId('drug-apply').click();
    await page.getByTestId('drug-what').filter({ hasText: 'dofetilide (measured on this cell), 10 nM' }).waitFor({ timeout: 60_000 });
    const options = ['--session', withDrug, '--measured', '1,2', '--measured-nm', '10', '--json'];
    const answer = execFileSync('node', [
      join(projectRoot, 'src/cli/index.ts'),
      'drug',
      '--twin',
      join(home.folder, 'twin.json'),
      '--drug',
      'dofetilide',
      ...options,
    ]);
    const { blocked } = JSON.parse(answer.toString()) as { blocked: Record<string, number> };
    for (const [channel, fraction] of Object.entries(blocked))
      expect((await page.getByTestId(`measured-${channel}`).textContent())?.replaceAll('−', '-')).toContain(
        `${(100 * fraction).toFixed(1).replace(/^-0\.0$/, '0.0')} %`,
      );
    await pictures('drugs-measured');
    await page.getByTestId('drug-concentration').fill('20');
    await page.getByTestId('measured-badge').filter({ hasText: '! Extrapolated: measured at 10 nM only; at 20 nM' }).waitFor();
    await pictures('drugs-measured-extrapolated');
    await page.getByRole('radio', { name: 'Response' }).click();
    expect(await page.getByTestId('experiment-concentrations').getAttribute('placeholder')).toBe('10 nM, as measured');
    await page.getByTestId('experiment-cells').selectOption('twin');
    await page.getByTestId('experiment-run').click();
    await page.getByTestId('export-study').waitFor({ timeout: 120_000 });
    expect(await page.getByTestId('figure-potential').textContent()).toContain('measured on this cell');
    await pictures('drugs-measured-response');
  }, 240_000);
});
