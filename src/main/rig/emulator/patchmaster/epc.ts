import { EPC_COMMAND_GAINS_PA_V, EPC_GAINS_MV_PA, EPC_MODES } from '../../../../shared/patchmaster/index.ts';

/** Realised gains are off by so much, as those of a real one. */
const GAIN_ERROR = 1.002;

/** A simulated EPC: answers of the program to its commands, none to what sets. */
export function simulatedEpc(): (command: string) => string | null {
  let [mode, gain, commandGain, external] = [EPC_MODES.VC as number, 8, 0, 0.1];
  const question = (name: string): string | null => {
    const gainMvPa = EPC_GAINS_MV_PA[gain] ?? 0;
    const answers: Readonly<Record<string, string>> = {
      Mode: mode === EPC_MODES.CC ? 'CC' : 'VC',
      Gain: `${gainMvPa.toFixed(3)}mV/pA`,
      RealGain: (gainMvPa * 1e9 * GAIN_ERROR).toExponential(5).toUpperCase(),
      VmonGain: 'VmonX10',
      CCGain: `CC${(EPC_COMMAND_GAINS_PA_V[commandGain] ?? 0) / 1000}pA`,
      ExtStim: external.toFixed(3),
    };
    return answers[name] ?? null;
  };
  const setters: Readonly<Record<string, (value: number) => void>> = {
    Mode: (value) => (mode = value),
    Gain: (value) => (gain = value),
    CCGain: (value) => (commandGain = value),
    ExtScale: (value) => (external = value),
  };
  return (command) => {
    const [, asked, name] = /^(GetEpcParams-\d) (\w+)$/.exec(command) ?? [];
    if (asked !== undefined && name !== undefined) return `${asked} ${question(name) ?? 'error: unknown parameter'}`;
    const [, target, value] = /^Set E (\w+) (\S+)$/.exec(command) ?? [];
    if (target === undefined || value === undefined) return command === 'acknowledged' ? null : `error: unknown command "${command}"`;
    if (/^Ampl\d$/.test(target)) return null;
    const setter = setters[target];
    if (setter === undefined || !Number.isFinite(Number(value))) return `${command} error`;
    setter(Number(value));
    return null;
  };
}
