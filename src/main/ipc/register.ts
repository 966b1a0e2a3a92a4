import type { z } from 'zod';
import { fieldWords } from '../../core/text/field-words.ts';
import { requestChannel } from '../../shared/contract/channels.ts';
import { contract, type Answer, type ContractKey } from '../../shared/contract/contract.ts';
import { KEY_WORDS } from '../../shared/contract/key-words.ts';
import { Packed } from '../../shared/contract/packed.ts';
import { messageProblem } from '../../shared/contract/message-size.ts';
import { Gate } from './gate.ts';
import { gateRule } from './gate-rules.ts';
import type { Handlers } from './handlers.ts';
import { plainMessage } from './plain-message.ts';
import { RequestError } from './request-error.ts';
import { Turns } from './turns.ts';

/** The part of Electron's ipcMain that is used; `Event` is its invoke event. */
export interface RequestReceiver<Event> {
  handle(channel: string, listener: (event: Event, request: unknown) => Promise<Answer<unknown>>): void;
}

export interface RegisterOptions<Event> {
  /** Whether the request comes from the top frame of our own window. */
  readonly isTrusted: (event: Event) => boolean;
  /** Turns an error of a part of the program into a message for the operator; null: it is a fault of the program. */
  readonly translate: (error: unknown) => RequestError | null;
  /** Called with errors that are faults of the program ('internal'). */
  readonly onInternalError: (key: ContractKey, error: unknown) => void;
}

/**
 * Registers every handler behind the same steps: check the sender, refuse what is too large or too frequent, parse, call, parse the answer.
 */
export function registerHandlers<Event>(receiver: RequestReceiver<Event>, handlers: Handlers, options: RegisterOptions<Event>): void {
  const turns = new Turns();
  for (const key of Object.keys(contract) as ContractKey[]) {
    // The pair (schema, handler) belongs to one key; TypeScript cannot follow that through a loop over a union.
    const handler = handlers[key] as (request: unknown) => unknown;
    const gate = new Gate(gateRule(key), turns);
    receiver.handle(requestChannel(key), async (event, request) => {
      if (!options.isTrusted(event)) {
        return failure(
          'bad-request',
          `${KEY_WORDS[key]}: expected a request of the TwinClamp window, got one of another frame; it was not carried out.`,
        );
      }
      // Before the schema reads it and before it waits anywhere.
      const problem = messageProblem(request);
      if (problem !== null) return failure('bad-request', `${KEY_WORDS[key]}: expected a request of the window, got ${problem}.`);
      try {
        return await gate.pass(() => answer(key, handler, request, options));
      } catch (error) {
        if (error instanceof RequestError) return failure(error.code, `${KEY_WORDS[key]}: ${error.message}`);
        throw error;
      }
    });
  }
}

async function answer(
  key: ContractKey,
  handler: (request: unknown) => unknown,
  request: unknown,
  { translate, onInternalError }: Omit<RegisterOptions<never>, 'isTrusted'>,
): Promise<Answer<unknown>> {
  const parsed = contract[key].request.safeParse(request);
  if (!parsed.success) return failure('bad-request', `${KEY_WORDS[key]}: ${issues(parsed.error)}`);
  try {
    const value = await handler(parsed.data);
    if (value instanceof Packed) return { ok: true, packed: value.bytes };
    const checked = contract[key].response.safeParse(value);
    if (checked.success) return { ok: true, value: checked.data };
    onInternalError(key, checked.error);
    return failure(
      'internal',
      `${KEY_WORDS[key]}: the answer is not as expected (${issues(checked.error)}). This is a fault of the program; please report it.`,
    );
  } catch (error) {
    const known = translate(error);
    if (known !== null) return failure(known.code, known.message);
    onInternalError(key, error);
    return failure('internal', `${KEY_WORDS[key]} failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function failure(code: RequestError['code'], message: string): Answer<never> {
  return { ok: false, code, message: plainMessage(message) };
}

/** Lists the first issues; a long list may have one for each entry. */
const ISSUES_MOST = 3;

function issues(error: z.ZodError): string {
  const named = error.issues.slice(0, ISSUES_MOST).map((issue) => `${placeOf(issue.path)}: ${issue.message}`);
  const more = error.issues.length - named.length;
  return `${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

/** A place in a request in words: fields with their units, entries of lists counted from 1. */
function placeOf(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === 'number' ? `entry ${part + 1}` : fieldWords(String(part)))).join(', ') || 'request';
}
