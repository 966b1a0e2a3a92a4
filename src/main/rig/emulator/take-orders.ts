import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { readJsonText } from '../../../core/text/strict-json.ts';
import { checked } from '../../../core/schema/index.ts';
import { emulatorOrderSchema, type EmulatorOrder } from '../../../shared/rig/emulator-order.ts';

/** Reads orders, a line of JSON each; what is none is reported on the standard error and passed over. */
export function takeOrders(input: Readable, carryOut: (order: EmulatorOrder) => void): void {
  createInterface({ input }).on('line', (line) => {
    if (line.trim() === '') return;
    try {
      carryOut(readOrder(readJsonText(line, { origin: 'The line', advice: 'Send one JSON object a line.' })));
    } catch (error) {
      console.error(`No order: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

/** @throws Error for what is no order */
export function readOrder(value: unknown): EmulatorOrder {
  return checked(emulatorOrderSchema, value, 'order');
}
