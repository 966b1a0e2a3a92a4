import { sampleCommand, type Protocol } from '../protocol/protocol.ts';

/** A recorded command, mV, one value a sample; where samples were lost or nothing was recorded (NaN) it is that of the protocol. */
export function wholeCommand(commandMv: Float32Array, protocol: Protocol, sampleRateHz: number): Float32Array {
  if (!commandMv.some(Number.isNaN)) return commandMv;
  const command = sampleCommand(protocol, sampleRateHz);
  return commandMv.map((value, k) => (Number.isNaN(value) ? (command[k] ?? command.at(-1) ?? Number.NaN) : value));
}
