import type { SlurmWish } from '../inference/index.ts';
import type { Arguments, OptionTable } from './arguments.ts';
import { CLI_FILE } from './paths.ts';
import { UsageError } from './usage-error.ts';
import type { Context } from './verb.ts';

/** Options of verbs whose shards may be made by a cluster. */
export const SLURM_OPTIONS: OptionTable = {
  slurm: {
    help:
      'Make the shards as a Slurm array job: submits, waits, verifies, submits what is missing again. All nodes must see program ' +
      'and folder.',
  },
  'slurm-cpus': { value: 'N', help: 'With --slurm: threads of a task. Default 1.' },
  'slurm-parallel': { value: 'N', help: 'With --slurm: tasks running at once. Default: as many as the cluster gives.' },
  'slurm-options': {
    value: '"..."',
    help: 'With --slurm: further options of sbatch without their dashes, for instance "partition=long time=2:00:00".',
  },
};

/** What --slurm asks for, or null without it. */
export function slurmWish(args: Arguments, { signal, progress }: Context): SlurmWish | null {
  const cpusPerTask = args.number('slurm-cpus', { min: 1, max: 1024, whole: true });
  const parallel = args.number('slurm-parallel', { min: 1, whole: true });
  const options = args.text('slurm-options');
  if (!args.flag('slurm')) {
    for (const [name, value] of Object.entries({ 'slurm-cpus': cpusPerTask, 'slurm-parallel': parallel, 'slurm-options': options })) {
      if (value !== undefined) throw new UsageError(`--${name} goes with --slurm.`);
    }
    return null;
  }
  return {
    // The full path of the folder: the task must not use the folder where npm was called.
    command: (folder) => [
      '/usr/bin/env',
      '-u',
      'npm_lifecycle_event',
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      CLI_FILE,
      'population',
      'shards',
      '--json',
      '--workers',
      String(cpusPerTask ?? 1),
      '--out',
      folder,
      '--shards',
    ],
    cpusPerTask: cpusPerTask ?? 1,
    signal,
    onProgress: (whole, shards, note) => progress.step('Shards on Slurm', whole / shards, `${whole} of ${shards}, ${note}`),
    ...(parallel === undefined ? {} : { parallel }),
    ...(options === undefined
      ? {}
      : {
          options: options
            .trim()
            .split(/\s+/)
            .map((option) => `--${option.replace(/^-+/, '')}`),
        }),
  };
}
