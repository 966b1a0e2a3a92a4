import { askForFolder } from '../ask-path.ts';
import { sequenceBlocks } from '../sequence-blocks.ts';
import type { HandlersOf } from '../../ipc/handlers.ts';
import type { Services } from '../services.ts';

export function rigHandlers({ rig, copies, folders, window, protocols, compounds, store }: Services): HandlersOf<'rig'> {
  return {
    'rig:status': () => rig.status(),
    'rig:ports': async () => {
      const { ports, note } = await rig.ports();
      return { ports: [{ port: { kind: 'simulated' }, label: 'Built-in simulated rig' }, ...ports], note };
    },
    'rig:connect': ({ port }) => rig.connect(port),
    'rig:disconnect': () => rig.disconnect(),
    'rig:membraneTest': () => rig.membraneTest(),
    'rig:compensation': () => rig.checkCompensation(),
    'rig:scope': ({ on }) => rig.scope(on),
    'rig:settings': () => rig.settings(),
    'rig:keepSettings': (settings) => rig.keepSettings(settings),
    'rig:copies': () => copies.state(),
    'rig:chooseCopies': async ({ off }) => {
      const folder = off ? null : await askForFolder(window(), 'A copy of each cell into a folder');
      if (off || folder !== null) copies.choose(folder, folders.sessions);
      void copies.tryAgain();
      return copies.state();
    },
    'rig:copyAgain': async () => {
      await copies.tryAgain();
      return copies.state();
    },
    'rig:stage': ({ stage }) => rig.stage(stage),
    'rig:offset': ({ action }) => rig.offset(action),
    'rig:zap': (pulse) => rig.zap(pulse),
    'rig:bath': (bath) => rig.flow({ bath, channels: Object.values(sequenceBlocks(compounds.all(), [bath]))[0] ?? [] }),
    'rig:sequence': ({ protocolId, plan, ...wish }) =>
      rig.sequence(
        { protocol: protocols.find(protocolId), ...wish },
        plan,
        sequenceBlocks(
          compounds.all(),
          plan.steps.map(({ bath }) => bath),
        ),
      ),
    'rig:endSequence': () => rig.endSequence(),
    'rig:simulate': ({ pipette }) => rig.simulate({ kind: 'pipette', stage: pipette }),
    'rig:manipulator': ({ wish }) => rig.manipulator(wish),
    'rig:readManipulator': () => rig.readManipulator(),
    'rig:stopManipulator': () => rig.stopManipulator(),
    'rig:newCell': () => rig.newCell(),
    'rig:resumeCell': async ({ sessionKey }) => {
      const { recordingList } = await store.request('detail', { sessionKey });
      const last = recordingList.findLast(({ clamp }) => clamp !== null)?.clamp ?? null;
      return last === null ? rig.status() : rig.resumeCell(last);
    },
    'rig:note': ({ words }) => rig.note(words),
    'rig:log': () => rig.log(),
    'rig:record': ({ protocolId, ...wish }) => rig.record({ protocol: protocols.find(protocolId), ...wish }),
    'rig:stop': () => rig.stop(),
    'rig:abort': () => rig.abort(),
  };
}
