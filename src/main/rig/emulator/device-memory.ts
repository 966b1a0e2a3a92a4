import type { DeviceMessage } from '../../../shared/riglink/index.ts';

const REMEMBERED = 64;

/** Answers already given, by the host's sequence number: a repeated command is answered again and not executed again. */
export class AnswerMemory {
  private readonly answers = new Map<number, readonly DeviceMessage[]>();

  get(seq: number): readonly DeviceMessage[] | undefined {
    return this.answers.get(seq);
  }

  put(seq: number, answers: readonly DeviceMessage[]): void {
    this.answers.set(seq, answers);
    if (this.answers.size <= REMEMBERED) return;
    const oldest = this.answers.keys().next();
    if (!oldest.done) this.answers.delete(oldest.value);
  }

  clear(): void {
    this.answers.clear();
  }
}
