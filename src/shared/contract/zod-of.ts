import { z } from 'zod';
import type { Schema } from '../../core/schema/index.ts';
import type { Form } from '../../core/schema/schema.ts';

/**
 * The contract's check of a thing whose schema is core's: what one allows the other allows, but for fields that are not declared, which
 * the contract leaves out.
 * @example const response = z.array(zodOf(protocolSchema));
 */
export function zodOf<T>(schema: Schema<T>): z.ZodType<T, T> {
  // The form is that of T, which TypeScript cannot follow through data.
  return zodOfForm(schema.form) as unknown as z.ZodType<T, T>;
}

function zodOfForm(form: Form): z.ZodType {
  switch (form.kind) {
    case 'number':
      return numberOf(form);
    case 'text': {
      const atLeast = form.shortest > 0 ? z.string().min(form.shortest) : z.string();
      return form.longest === null ? atLeast : atLeast.max(form.longest);
    }
    case 'boolean':
      return z.boolean();
    case 'choice':
      return form.options.length === 1 ? z.literal(form.options[0]) : z.enum(form.options);
    case 'interval':
      return z.tuple([z.number(), z.number()]);
    case 'list': {
      const list = z.array(zodOf(form.item));
      return form.most === null ? list : list.max(form.most);
    }
    case 'dictionary':
      return form.keys === null
        ? z.record(z.string(), zodOf(form.item))
        : z.partialRecord(z.enum(form.keys as readonly [string, ...string[]]), zodOf(form.item));
    case 'record':
      return objectOf(form);
    case 'union': {
      const members = Object.values(form.members).map(({ form: member }) => objectOf(member));
      return z.discriminatedUnion(form.tag, members as [z.ZodObject, ...z.ZodObject[]]);
    }
    case 'nullable':
      return zodOf(form.of).nullable();
  }
}

function numberOf({ integer, low, high, above }: Extract<Form, { kind: 'number' }>): z.ZodNumber {
  let made = z.number();
  if (integer) made = made.int();
  if (low !== null) made = made.min(low);
  if (above !== null) made = made.gt(above);
  if (high !== null) made = made.max(high);
  return made;
}

function objectOf(form: Form): z.ZodObject {
  if (form.kind !== 'record') throw new Error(`Schema of a union: expected its members to be records, got a ${form.kind}.`);
  const fields = Object.entries(form.fields).map(([key, field]) => {
    const made = zodOf(field);
    return [key, 'optional' in field ? made.optional() : made] as const;
  });
  return z.object(Object.fromEntries(fields));
}
