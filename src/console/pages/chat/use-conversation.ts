import { useRef, useState } from 'react';
import type { AnswerTail } from '../../api/schemas.ts';
import { streamAnswer, type Turn } from './stream-answer.ts';

export interface Exchange {
  readonly id: number;
  readonly question: string;
  readonly answer: string;
  readonly tail: AnswerTail | undefined;
  readonly error: Error | undefined;
  readonly running: boolean;
}

const turnsOf = (exchanges: readonly Exchange[], question: string): readonly Turn[] => [
  ...exchanges
    .filter(({ error }) => error === undefined)
    .flatMap((exchange): Turn[] => [
      { role: 'user', content: exchange.question },
      { role: 'assistant', content: exchange.answer },
    ]),
  { role: 'user', content: question },
];

/** A conversation with the application: questions asked so far, and a way to ask the next. */
export const useConversation = (chooseModel: () => Promise<string>) => {
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([]);
  const conversation = useRef(crypto.randomUUID());
  const abort = useRef<AbortController>(undefined);
  const change = (id: number, next: (old: Exchange) => Partial<Exchange>): void =>
    setExchanges((all) => all.map((one) => (one.id === id ? { ...one, ...next(one) } : one)));
  const ask = async (question: string): Promise<void> => {
    const id = exchanges.length;
    const controller = new AbortController();
    abort.current = controller;
    setExchanges([...exchanges, { id, question, answer: '', tail: undefined, error: undefined, running: true }]);
    try {
      const tail = await streamAnswer({
        model: await chooseModel(),
        messages: turnsOf(exchanges, question),
        conversation: conversation.current,
        signal: controller.signal,
        onText: (piece) => change(id, ({ answer }) => ({ answer: answer + piece })),
      });
      change(id, () => ({ tail, running: false }));
    } catch (error) {
      const stopped = controller.signal.aborted;
      change(id, () => ({
        running: false,
        error: stopped ? undefined : error instanceof Error ? error : new Error(String(error)),
      }));
    }
  };
  const reset = (): void => {
    abort.current?.abort();
    conversation.current = crypto.randomUUID();
    setExchanges([]);
  };
  return {
    exchanges,
    ask,
    stop: () => abort.current?.abort(),
    reset,
    running: exchanges.some(({ running }) => running),
  };
};
