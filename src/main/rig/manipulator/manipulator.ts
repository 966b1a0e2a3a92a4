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
  /** False: a question while its dial is turned can hang it, so it is asked only when the operator wants it. */
  readonly mayBePolled: boolean;
  /** @throws RigError no-answer, bad-device */
  position(): Promise<ManipulatorPosition>;
  /** Sends the stop at once, whatever it is being asked; the answer shows nothing. `stop` confirms it. */
  halt(): void;
  /** Ends a movement, and waits until the device has answered. @throws RigError no-answer, bad-device */
  stop(): Promise<void>;
  close(): Promise<void>;
}
