import type { BrowserWindow } from 'electron';

/** Something that would be lost by closing the window. */
export interface CloseQuestion {
  /** Whether it would be lost now. */
  readonly applies: () => boolean;
  /** Asks, and carries out the choice. false: the window stays open. */
  readonly ask: (window: BrowserWindow) => Promise<boolean>;
}

/** Closing the window asks every question that applies, one after the other; it closes only when none is left. */
export function guardClose(window: BrowserWindow, questions: readonly CloseQuestion[]): void {
  let asking = false;
  const next = (): CloseQuestion | undefined => questions.find(({ applies }) => applies());
  const askAll = async (): Promise<void> => {
    for (let question = next(); question !== undefined; question = next()) {
      if (!(await question.ask(window))) return;
      // A question that was answered and still applies would be asked for ever.
      if (question.applies()) return;
    }
    if (!window.isDestroyed()) window.close();
  };
  window.on('close', (event) => {
    if (next() === undefined) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    void askAll().finally(() => {
      asking = false;
    });
  });
}
