/** Messages of an ePatch from the host to the device; the answers of the device carry FROM_DEVICE. */
export const MESSAGE = {
  ack: 0x0001,
  nack: 0x0002,
  ping: 0x0003,
  abort: 0x0004,
  samplingRate: 0x0401,
  switches: 0x0801,
  registers: 0x0802,
  fpgaReset: 0x0803,
  voltageProtocol: 0x0c01,
  voltageStep: 0x0c02,
  voltageRamp: 0x0c03,
  currentProtocol: 0x1001,
  currentStep: 0x1002,
  currentRamp: 0x1003,
  header: 0x1401,
  data: 0x1402,
  tail: 0x1403,
  saturation: 0x1404,
  temperature: 0x1407,
  junctionPotential: 0x1801,
  zap: 0x1803,
} as const;

/** Bit of a type that the device sends. */
export const FROM_DEVICE = 0x8000;

/** Types of the host that the device acknowledges. */
const ACKNOWLEDGED_BY_DEVICE: ReadonlySet<number> = new Set([
  MESSAGE.ping,
  MESSAGE.abort,
  MESSAGE.samplingRate,
  MESSAGE.switches,
  MESSAGE.registers,
  MESSAGE.voltageProtocol,
  MESSAGE.voltageStep,
  MESSAGE.voltageRamp,
  MESSAGE.currentProtocol,
  MESSAGE.currentStep,
  MESSAGE.currentRamp,
  MESSAGE.junctionPotential,
  MESSAGE.zap,
]);
/** Types of the device that the host acknowledges. */
const ACKNOWLEDGED_BY_HOST: ReadonlySet<number> = new Set([MESSAGE.ping, MESSAGE.junctionPotential, MESSAGE.tail]);

/** Whether the receiver of a frame answers it with ACK or NACK. */
export function wantsAck(type: number): boolean {
  return (type & FROM_DEVICE) === 0 ? ACKNOWLEDGED_BY_DEVICE.has(type) : ACKNOWLEDGED_BY_HOST.has(type & ~FROM_DEVICE);
}
