import { choice, integerBetween, optional, record, textOf, union, type Of } from '../../core/schema/index.ts';
import { PORT_LONGEST, ROW_MOST } from '../contract/bounds.ts';

const address = textOf(1, PORT_LONGEST);

export const rigPortSchema = union('kind', {
  simulated: record({
    kind: choice('simulated'),
    /** Of its cell. */
    seed: optional(integerBetween(0, ROW_MOST)),
  }),
  serial: record({
    kind: choice('serial'),
    /** As the system calls it: /dev/ttyACM0, COM3. */
    name: address,
  }),
  tcp: record({ kind: choice('tcp'), host: address, port: integerBetween(1, 65_535) }),
  driver: record({ kind: choice('driver'), driver: textOf(1, 200), address }),
});
export type RigPort = Of<typeof rigPortSchema>;
