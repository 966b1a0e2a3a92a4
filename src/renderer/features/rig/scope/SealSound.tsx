import { Button } from '@blueprintjs/core';
import { useEffect, useRef } from 'react';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { setSealSound } from './scopeActions.ts';
import { sealPitchHz } from './sealSound.ts';

/** Quiet: it goes on for minutes. */
const LOUDNESS = 0.06;
/** A jump of pitch or loudness would click, s. */
const GLIDE_S = 0.08;

interface Voice {
  readonly context: AudioContext;
  readonly oscillator: OscillatorNode;
  readonly gain: GainNode;
}

/** A tone whose pitch follows the resistance of the test pulses, on or off: hands and eyes are at the microscope while a seal forms. */
export function SealSound() {
  const workstation = useWorkstation();
  const on = useAppState((state) => state.sealSound);
  const scope = useAppState((state) => state.rig.scope);
  const hz = scope?.running === true ? sealPitchHz(scope.reading?.resistanceMohm ?? null) : null;
  const voice = useRef<Voice | null>(null);
  useEffect(() => {
    if (!on) return;
    const made = makeVoice();
    voice.current = made;
    return () => {
      voice.current = null;
      void made.context.close();
    };
  }, [on]);
  useEffect(() => {
    const { current } = voice;
    if (current === null) return;
    const { context, oscillator, gain } = current;
    if (hz !== null) oscillator.frequency.setTargetAtTime(hz, context.currentTime, GLIDE_S);
    gain.gain.setTargetAtTime(hz === null ? 0 : LOUDNESS, context.currentTime, GLIDE_S);
  }, [hz, on]);
  return (
    <Button
      size="small"
      active={on}
      aria-pressed={on}
      title="A tone that rises with R: an octave a decade (key e)"
      data-testid="seal-sound"
      onClick={() => setSealSound(workstation, !on)}
    >
      Sound
    </Button>
  );
}

function makeVoice(): Voice {
  const context = new AudioContext();
  const gain = context.createGain();
  gain.gain.value = 0;
  gain.connect(context.destination);
  const oscillator = context.createOscillator();
  oscillator.connect(gain);
  oscillator.start();
  return { context, oscillator, gain };
}
