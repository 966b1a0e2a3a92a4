import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, openSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { availableParallelism, hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** What a one-machine Slurm needs, and the Debian package that has it. */
const NEEDED: Readonly<Record<string, string>> = {
  munged: 'munge',
  slurmctld: 'slurm-wlm',
  slurmd: 'slurm-wlm',
  sbatch: 'slurm-wlm',
  squeue: 'slurm-wlm',
  scancel: 'slurm-wlm',
  scontrol: 'slurm-wlm',
  sinfo: 'slurm-wlm',
};

/** Debian installs daemons in folders that only root's PATH contains. */
const searchPath = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;

/** @returns what is missing for a Slurm on this machine, one sentence each; empty where nothing is */
export function missingForSlurm(): string[] {
  if (process.platform !== 'linux') return [`Slurm runs on Linux; this is ${process.platform}.`];
  return Object.entries(NEEDED)
    .filter(([program]) => !searchPath.split(':').some((folder) => exists(folder, program)))
    .map(([program, debianPackage]) => `${program} was not found: install Debian's ${debianPackage} (apt-get install ${debianPackage}).`);
}

function exists(folder: string, program: string): boolean {
  try {
    return readdirSync(folder).includes(program);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'EACCES'))
      return false;
    throw error;
  }
}

/** A real Slurm of one node in its own folder: authentication, controller, node daemon. */
export class OneMachineSlurm {
  readonly env: NodeJS.ProcessEnv;
  private readonly folder: string;
  private readonly daemons: ChildProcess[] = [];
  private node: ChildProcess | null = null;

  private constructor(folder: string) {
    this.folder = folder;
    this.env = { ...process.env, PATH: searchPath, SLURM_CONF: join(folder, 'slurm.conf') };
  }

  static async start(folder: string): Promise<OneMachineSlurm> {
    const slurm = new OneMachineSlurm(folder);
    chmodSync(folder, 0o755);
    for (const name of ['state', 'spool']) mkdirSync(join(folder, name), { mode: 0o755 });
    const key = join(folder, 'munge.key');
    writeFileSync(key, randomBytes(1024), { mode: 0o400 });
    writeFileSync(slurm.env['SLURM_CONF'] ?? '', configuration(folder, await freePort(), await freePort()));
    slurm.daemons.push(
      slurm.daemon('munged', [
        '--foreground',
        '--force',
        `--key-file=${key}`,
        `--socket=${join(folder, 'munge.socket')}`,
        `--pid-file=${join(folder, 'munged.pid')}`,
        `--log-file=${join(folder, 'munged.log')}`,
        `--seed-file=${join(folder, 'munged.seed')}`,
        '--num-threads=2',
      ]),
    );
    await wait(500);
    slurm.daemons.push(slurm.daemon('slurmctld', ['-D', '-i']));
    slurm.startNode();
    await slurm.untilNode(/^(idle|mix|alloc)$/, 60_000);
    return slurm;
  }

  startNode(): void {
    this.node = this.daemon('slurmd', ['-D']);
  }

  /** Ends the node daemon and all that runs under it at once, as a power cut does. @returns number of processes killed */
  killNode(): number {
    if (this.node?.pid === undefined) throw new Error('The node daemon is not running.');
    const victims = [this.node.pid, ...this.jobProcesses()];
    for (const pid of victims) kill(pid);
    this.node = null;
    return victims.length;
  }

  nodeState(): string {
    return execFileSync('sinfo', ['--noheader', '--format=%T'], { env: this.env, encoding: 'utf8' }).trim();
  }

  async untilNode(state: RegExp, limitMs: number): Promise<string> {
    let last = '';
    for (let waited = 0; waited < limitMs; waited += 500) {
      try {
        last = this.nodeState();
      } catch (error) {
        last = error instanceof Error ? error.message : String(error);
      }
      if (state.test(last)) return last;
      await wait(500);
    }
    throw new Error(
      `The node of the test's Slurm should be ${state.source} within ${limitMs / 1000} s; it is "${last}". See the logs in ${this.folder}.`,
    );
  }

  stop(): void {
    if (this.node?.pid !== undefined) this.killNode();
    else for (const pid of this.jobProcesses()) kill(pid);
    for (const daemon of this.daemons) daemon.kill('SIGTERM');
  }

  /** Processes that Slurm started for jobs: they carry this Slurm's configuration in their environment, or step from its node daemon. */
  private jobProcesses(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .map(Number)
      .filter((pid) => {
        try {
          if (/slurmstepd/.test(readlinkSync(`/proc/${pid}/exe`)))
            return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(this.folder);
          const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
          return (
            environment.includes(`SLURM_CONF=${this.env['SLURM_CONF']}`) &&
            environment.some((line) => line.startsWith('SLURM_ARRAY_TASK_ID='))
          );
        } catch (error) {
          // A process may end while it is examined, or belong to another user.
          if (error instanceof Error && 'code' in error) return false;
          throw error;
        }
      });
  }

  private daemon(program: string, args: string[]): ChildProcess {
    const log = openSync(join(this.folder, `${program}.out`), 'a');
    return spawn(program, args, { env: this.env, stdio: ['ignore', log, log] });
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Everything in the folder, everything as this user, short limits so that a dead node is noticed within seconds. */
function configuration(folder: string, controllerPort: number, nodePort: number): string {
  const host = hostname().split('.')[0] ?? 'localhost';
  const user = userInfo().username;
  const cpus = availableParallelism();
  return `ClusterName=verify
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=${user}
SlurmdUser=${user}
SlurmctldPort=${controllerPort}
SlurmdPort=${nodePort}
AuthType=auth/munge
AuthInfo=socket=${join(folder, 'munge.socket')},cred_expire=15
CredType=cred/munge
StateSaveLocation=${join(folder, 'state')}
SlurmdSpoolDir=${join(folder, 'spool')}
SlurmctldPidFile=${join(folder, 'slurmctld.pid')}
SlurmdPidFile=${join(folder, 'slurmd.pid')}
SlurmctldLogFile=${join(folder, 'slurmctld.log')}
SlurmdLogFile=${join(folder, 'slurmd.log')}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=2,bf_interval=2
SlurmdTimeout=5
SlurmctldTimeout=5
InactiveLimit=0
MinJobAge=300
KillWait=2
ReturnToService=2
JobRequeue=1
NodeName=${host} NodeAddr=127.0.0.1 CPUs=${cpus} State=UNKNOWN
PartitionName=verify Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') {
        reject(new Error('The system gave no free port.'));
        return;
      }
      server.close(() => {
        resolve(address.port);
      });
    });
  });
}
