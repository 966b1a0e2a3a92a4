export interface ArrayJob {
  readonly name: string;
  /** Program and leading arguments of a task; the shards of the task follow as one argument, "4,5,6". */
  readonly command: readonly string[];
  /** Folder of script, list of tasks and logs: seen by all nodes under this path. */
  readonly folder: string;
  readonly tasks: number;
  readonly cpusPerTask: number;
  /** Tasks running at once; absent: no limit. */
  readonly parallel?: number;
  /** Further options of sbatch, for instance ['--partition=long', '--time=2:00:00']. */
  readonly options?: readonly string[];
}

/** Files of a job below its folder. */
export const SCRIPT_FILE = 'array-job.sh';
export const TASKS_FILE = 'tasks.txt';

/** Shards distributed evenly over tasks, as the lines of the list of tasks. */
export function taskLines(shards: readonly number[], tasks: number): string[] {
  const each = Math.ceil(shards.length / tasks);
  return Array.from({ length: Math.ceil(shards.length / each) }, (_, i) => shards.slice(i * each, (i + 1) * each).join(','));
}

/**
 * The array job: task i makes the shards of line i + 1 of the list. A shard depends on seed and number alone, so a task may be
 * run twice: --requeue lets Slurm start it again when its node fails.
 */
export function arrayScript(job: ArrayJob): string {
  for (const option of job.options ?? []) {
    if (!/^-[-\w]+(=.*)?$/.test(option) || /[\n\r]/.test(option))
      throw new Error(`Option for sbatch: expected one like --time=2:00:00, got "${option}".`);
  }
  const limit = job.parallel === undefined ? '' : `%${job.parallel}`;
  return `#!/bin/bash
#SBATCH --job-name=${job.name}
#SBATCH --array=0-${job.tasks - 1}${limit}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=${job.cpusPerTask}
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=${job.folder}/task-%a.log
${(job.options ?? []).map((option) => `#SBATCH ${option}\n`).join('')}
set -eu
shards=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" ${quoted(`${job.folder}/${TASKS_FILE}`)})
if [ -z "$shards" ]; then
  echo "Task $SLURM_ARRAY_TASK_ID has no line in ${TASKS_FILE}." >&2
  exit 1
fi
exec ${job.command.map(quoted).join(' ')} "$shards"
`;
}

/** A quoted word of the shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
