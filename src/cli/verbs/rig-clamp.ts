import { instantaneousCurrent } from '../../core/simulate/instantaneous-current.ts';
import { twinModel, twinValues } from '../../core/twin/twin-values.ts';
import { DYNAMIC_CLAMPS, openDynamicClamp, type ClampState, type DynamicClamp, type InjectedCurrent } from '../../main/rig/index.ts';
import type { Arguments } from '../arguments.ts';
import { pairs, shown } from '../table.ts';
import { readTwin } from '../twin-file.ts';
import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';

export const rigClamp: Verb = {
  words: ['rig', 'clamp'],
  summary: 'Read, set or stop a dynamic clamp. It goes on injecting until --stop. Never tried on hardware.',
  options: {
    device: { value: DYNAMIC_CLAMPS.join('|'), help: 'Kind of dynamic clamp.', required: true },
    port: { value: 'PATH', help: 'Its serial port.', required: true },
    set: { value: 'NAME=VALUE,...', help: 'What to set, for instance na=2.5,shunt=1; the names: see docs/dynamic-clamps.md.' },
    twin: { value: 'FILE.json', help: "Inject the twin's own IK1 (flex-clamp)." },
    'ik1-times': { value: 'N', help: 'This many times its IK1. Default 1.' },
    'cm-pf': { value: 'N', help: 'Membrane capacitance of the cell at the rig, pF.' },
    stop: { help: 'End all injection.' },
  },
  async run(args) {
    const kind = args.choice('device', DYNAMIC_CLAMPS);
    if (kind === undefined) throw new UsageError(`--device: expected ${DYNAMIC_CLAMPS.join(' or ')}.`);
    args.exclusive('stop', 'set');
    args.exclusive('stop', 'twin');
    const wanted = wantedOf(args.text('set'));
    const current = currentOf(args);
    const clamp = await openDynamicClamp(kind, args.need('port'));
    try {
      return answerOf(clamp, await done(clamp, args.flag('stop'), wanted, current));
    } finally {
      await clamp.close();
    }
  },
};

async function done(
  clamp: DynamicClamp,
  isStop: boolean,
  wanted: Readonly<Record<string, number>> | null,
  current: InjectedCurrent | null,
): Promise<ClampState> {
  if (isStop) return clamp.stop();
  if (current !== null && clamp.inject === null)
    throw new UsageError(
      `--twin: expected a dynamic clamp that takes a table of currents (flex-clamp), got a ${clamp.name}. Leave it out.`,
    );
  let state = wanted === null ? null : await clamp.set(wanted);
  if (current !== null && clamp.inject !== null) state = await clamp.inject(current);
  return state ?? clamp.read();
}

/** @throws UsageError */
function wantedOf(text: string | undefined): Record<string, number> | null {
  if (text === undefined) return null;
  return Object.fromEntries(
    text.split(',').map((entry) => {
      const [, name, value] = /^([a-z0-9-]+)=(.+)$/.exec(entry.trim()) ?? [];
      if (name === undefined || value === undefined || value.trim() === '' || !Number.isFinite(Number(value)))
        throw new UsageError(`--set: expected NAME=VALUE, got "${entry}".`);
      return [name, Number(value)];
    }),
  );
}

/** IK1 of the twin in pA of the cell at the rig. @throws UsageError where its capacitance is not given */
function currentOf(args: Arguments): InjectedCurrent | null {
  const [cmPf, times] = [args.number('cm-pf', { above: 0, max: 2000 }), args.number('ik1-times', { min: -10, max: 10 }) ?? 1];
  const file = args.text('twin');
  if (file === undefined) return null;
  if (cmPf === undefined) throw new UsageError('--twin needs --cm-pf: its IK1 is known a pF.');
  const twin = readTwin(file);
  const density = instantaneousCurrent(twinValues(twin), 'IK1', twinModel(twin));
  return { at: (voltageMv) => times * cmPf * density(voltageMv) };
}

function answerOf({ name, settings }: DynamicClamp, { values, health }: ClampState): { json: unknown; lines: string[] } {
  const labels = new Map(settings.map(({ id, label, unit }) => [id, { label, unit }]));
  const lines: [string, string][] = [['Device', name]];
  for (const [id, value] of Object.entries(values)) {
    const { label, unit } = labels.get(id) ?? { label: 'share of the table at its input', unit: '' };
    lines.push([label, shown(value, 2, unit)]);
  }
  if (health !== null)
    lines.push(
      ['Membrane potential', shown(health.membraneMv, 2, 'mV')],
      ['Injected current', shown(health.currentPa, 2, 'pA')],
      ['Cycle', shown(health.cycleUs, 2, 'us')],
    );
  return { json: { device: name, values, health }, lines: pairs(lines) };
}
