/** Place of a micromanipulator, um from its own origin. */
export interface ManipulatorPosition {
  readonly xUm: number;
  readonly yUm: number;
  readonly zUm: number;
}

/**
 * A micromanipulator that holds the pipette: where it is, and stopping it. It is never moved by this program.
 * @example
 * const manipulator = await openManipulator('scientifica', '/dev/ttyUSB0');
 * await manipulator.position(); // { xUm: 12.5, yUm: -3, zUm: 1040 }
 * await manipulator.close();
 */
export interface Manipulator {
  /** As the device names itself, or the name of its kind. */
  readonly name: string;
  /** @throws RigError no-answer, bad-device */
  position(): Promise<ManipulatorPosition>;
  /** Ends a movement at once. @throws RigError no-answer, bad-device */
  stop(): Promise<void>;
  close(): Promise<void>;
}
