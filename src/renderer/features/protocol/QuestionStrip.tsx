import { Button } from '@blueprintjs/core';
import { useEffect, useRef } from 'react';
import type { DeskQuestion } from './deskState.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { discardAndProceed, dropQuestion, removeProtocol, saveAndProceed, saveProtocol } from './protocolActions.ts';

/** A question of the desk, shown in the desk. Nothing is done until it is answered; Escape changes nothing. */
export function QuestionStrip() {
  const workstation = useWorkstation();
  const question = useAppState((state) => state.protocolDesk.question);
  const name = useAppState((state) => state.protocolDesk.open?.history.present.name ?? '');
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => strip.current?.querySelector('button')?.focus(), [question]);
  if (question === null) return null;
  return (
    <div
      className="question-strip"
      role="alertdialog"
      aria-label="Question"
      data-testid="protocol-question"
      ref={strip}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        dropQuestion(workstation);
      }}
    >
      <p>{words(question, name)}</p>
      <div className="row">
        <Button size="small" intent="primary" data-testid="question-keep" onClick={() => dropQuestion(workstation)}>
          {question.kind === 'unsaved' ? 'Keep editing' : 'Leave it'}
        </Button>
        {question.kind === 'unsaved' && (
          <>
            <Button size="small" data-testid="question-save" onClick={() => void saveAndProceed(workstation, question)}>
              Save and continue
            </Button>
            <Button size="small" data-testid="question-discard" onClick={() => discardAndProceed(workstation, question)}>
              Continue without saving
            </Button>
          </>
        )}
        {question.kind === 'replace' && (
          <Button size="small" data-testid="question-replace" onClick={() => void saveProtocol(workstation, true)}>
            Replace it
          </Button>
        )}
        {question.kind === 'remove' && (
          <Button size="small" data-testid="question-remove" onClick={() => void removeProtocol(workstation, question.protocolId)}>
            Remove it
          </Button>
        )}
      </div>
    </div>
  );
}

function words(question: DeskQuestion, name: string): string {
  switch (question.kind) {
    case 'unsaved':
      return `“${name}” has changes that are not saved.`;
    case 'replace':
      return (
        `Your own protocols have “${question.name}” already. Replace it? Recordings made with it keep their copy. To keep both, ` +
        `give this one another name.`
      );
    case 'remove':
      return `Remove the file of “${question.name}”? Recordings made with it keep their copy.`;
  }
}
