import { parseArgs } from 'node:util';
import { CONTROLLERS } from '../test/hostile/controllers/subjects.ts';
import { verifyController } from '../test/hostile/controllers/verify-controller.ts';
import { verifyPatchMaster } from '../test/hostile/controllers/verify-patchmaster.ts';
import { verifyEpatchFaults } from '../test/hostile/epatch/verify-epatch.ts';
import type { EpatchFaultOptions, EpatchVerdict } from '../test/hostile/epatch/verify-epatch.ts';
import type { ControllerOptions } from '../test/hostile/controllers/verify-controller.ts';
import type { ControllerVerdict } from '../test/hostile/controllers/tries.ts';
import { KeptVerdicts } from '../test/hostile/kept-verdicts.ts';
import { verifyFaults, type FaultOptions, type Verdict } from '../test/hostile/verify-faults.ts';

// npm run verify:faults [-- --device NAME] [--seeds N] [--only PART] [--at-once N] [--keep FILE] [--json]:
// hostile devices against the real driver and rig. Verdicts in the file of --keep are not tried again (riglink, epatch).
const { values } = parseArgs({
  options: {
    device: { type: 'string', default: 'riglink' },
    seeds: { type: 'string', default: '1000' },
    only: { type: 'string', default: '' },
    // A simulated ePatch streams 50 kS/s all the time.
    'at-once': { type: 'string' },
    'pty-every': { type: 'string', default: '10' },
    keep: { type: 'string' },
    json: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
/** Devices whose runs take long enough to be ended. */
const RESUMED: readonly string[] = ['riglink', 'epatch'];
const seeds = Number(values.seeds);
interface Played {
  readonly verify: (options: FaultOptions & ControllerOptions & EpatchFaultOptions) => Promise<readonly ControllerVerdict[]>;
  readonly atOnce: number;
}
const DEVICES: Readonly<Record<string, Played>> = {
  riglink: { verify: verifyFaults, atOnce: 24 },
  epatch: { verify: verifyEpatchFaults, atOnce: 3 },
  // They mostly wait for an answer.
  ...Object.fromEntries(
    CONTROLLERS.map((name) => [name, { verify: (options) => verifyController(name, options), atOnce: 64 } satisfies Played]),
  ),
  patchmaster: { verify: verifyPatchMaster, atOnce: 16 },
};
const ofDevice = DEVICES[values.device];
if (ofDevice === undefined) throw new Error(`--device: expected ${Object.keys(DEVICES).join(', ')}; got "${values.device}".`);
const atOnce = Number(values['at-once'] ?? ofDevice.atOnce);
if (!Number.isInteger(seeds) || seeds < 0 || !(atOnce >= 1))
  throw new Error(`--seeds and --at-once: expected whole numbers, got "${values.seeds}" and "${values['at-once'] ?? ''}".`);
if (values.keep !== undefined && !RESUMED.includes(values.device))
  throw new Error(`--keep: expected a device of ${RESUMED.join(' or ')}, got ${values.device}, whose runs are short. Leave it out.`);

const began = Date.now();
let done = 0;
const verdicts = await ofDevice.verify({
  seeds,
  atOnce,
  ptyEvery: Number(values['pty-every']),
  ...(values.keep === undefined ? {} : { kept: new KeptVerdicts<Verdict & EpatchVerdict>(values.keep) }),
  only: values.only,
  onVerdict(verdict) {
    done++;
    const { name, seed, line, expected, came, seconds, word, broken } = verdict;
    if (broken.length > 0) console.error(`BROKEN ${name} (seed ${seed}, ${line}): ${broken.join('; ')}`);
    if (values.verbose)
      console.error(
        `${broken.length > 0 ? 'no ' : 'yes'} ${seconds.toFixed(1).padStart(5)} s  ${name} [${line}]  expected ${expected}, came ` +
          `${came}  ${word}`,
      );
    else if (done % 50 === 0) console.error(`${done} tried`);
  },
});
const rows = ['kinds', 'seeds'].flatMap((group) =>
  (['memory', 'pty'] as const).map((line) => {
    const of = verdicts.filter((verdict) => verdict.line === line && verdict.name.startsWith('bad line') === (group === 'seeds'));
    return { attack: `${group} (${line})`, tries: of.length, survived: of.filter(({ broken }) => broken.length === 0).length };
  }),
);
const endings = new Map<string, number>();
for (const { came } of verdicts) endings.set(came, (endings.get(came) ?? 0) + 1);
const report = {
  rows,
  endings: Object.fromEntries(endings),
  seconds: Math.round((Date.now() - began) / 1000),
  broken: verdicts.filter(({ broken }) => broken.length > 0),
};
if (values.json) console.log(JSON.stringify(report));
else {
  console.table(rows);
  console.log(JSON.stringify(report, null, 2));
}
process.exitCode = report.broken.length === 0 ? 0 : 1;
