/** Whether to connect to the simulated rig at the start: yes unless TWINCLAMP_RIG=none or --rig=none says otherwise. */
export function wantsRig(argv: readonly string[], env: NodeJS.ProcessEnv): boolean {
  return env['TWINCLAMP_RIG'] !== 'none' && !argv.includes('--rig=none');
}
