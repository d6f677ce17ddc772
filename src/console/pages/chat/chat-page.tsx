import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowUp, Square } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { caseSetSchema } from '#prove/evaluate/contract';
import type { RolloutView } from '#run/rollout/contract';
import { rolloutQuery, useRecords } from '../../api/queries.ts';
import { PageFrame } from '../../frame/page-frame.tsx';
import { TextLink } from '../../ui/app-link.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { ShowCommand } from '../../ui/show-command.tsx';
import { ExchangeView } from './exchange-view.tsx';
import { useConversation } from './use-conversation.ts';
import { shown } from '../../ui/commands.ts';

interface ComposerProps {
  readonly running: boolean;
  readonly ask: (question: string) => void;
  readonly stop: () => void;
}

const Composer = ({ running, ask, stop }: ComposerProps) => {
  const [text, setText] = useState('');
  const send = (): void => {
    if (text.trim() === '' || running) return;
    ask(text.trim());
    setText('');
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className="border-line-strong bg-panel focus-within:outline-accent flex items-end gap-2 rounded-lg border p-2 focus-within:outline-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        aria-label="Question"
        placeholder="Ask the application"
        rows={2}
        maxLength={8000}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={press}
        className="placeholder:text-muted max-h-48 flex-1 resize-none bg-transparent px-1.5 py-1 text-base outline-none"
      />
      {running ? (
        <IconButton icon={Square} label="Stop" onClick={stop} />
      ) : (
        <Button type="submit" look="primary" icon={ArrowUp} disabled={text.trim() === ''}>
          Ask
        </Button>
      )}
    </form>
  );
};

const Suggestions = ({ ask }: { readonly ask: (question: string) => void }) => {
  const { data } = useRecords('evaluate/case-set', caseSetSchema);
  const cases = data?.records[0]?.body.cases.filter(({ risk }) => risk === undefined) ?? [];
  const shown = [
    cases.find(({ answerable }) => answerable),
    ...cases.filter(({ kind }) => kind === 'how-to').slice(0, 2),
    cases.find(({ answerable }) => !answerable),
  ].filter((one) => one !== undefined);
  return (
    <div className="flex flex-col gap-2">
      <p className="text-soft">Ask what the sources hold. From the evaluation questions:</p>
      {shown.map(({ id, question }) => (
        <button
          key={id}
          type="button"
          onClick={() => ask(question)}
          className="bg-panel hover:border-line-strong rounded-md border px-3 py-2 text-left"
        >
          {question}
        </button>
      ))}
    </div>
  );
};

const PreviewBanner = () => (
  <p role="status" className="bg-waiting-wash mb-4 rounded-md px-3 py-2">
    <span className="text-waiting font-medium">Preview.</span> Nothing is released yet: answers come from the newest
    candidate, which has not passed its gates. See <TextLink href="/stages/readiness">readiness</TextLink>.
  </p>
);

/** What is served, or the newest candidate when nothing is released. */
const modelOf = ({ state }: RolloutView): string => (state.active === undefined ? 'preview' : 'throughline');

/** A conversation with what is served, or with the newest candidate when nothing is released. */
export const ChatPage = () => {
  const { data: rollout } = useQuery(rolloutQuery());
  const client = useQueryClient();
  const preview = rollout !== undefined && modelOf(rollout) === 'preview';
  const model = preview ? 'preview' : 'throughline';
  const chooseModel = async () => modelOf(await client.query({ ...rolloutQuery(), staleTime: 'static' }));
  const { exchanges, ask, stop, reset, running } = useConversation(chooseModel);
  const end = useRef<HTMLDivElement>(null);
  const last = exchanges.at(-1);
  useEffect(() => {
    if (last !== undefined) end.current?.scrollIntoView({ block: 'nearest' });
  }, [last]);
  const send = (question: string): void => void ask(question);
  return (
    <PageFrame
      title="Ask"
      says="Try the application as its users have it: every answer with its sources."
      action={
        <>
          <ShowCommand of={shown.ask(last?.question ?? 'QUESTION', model)} />
          {exchanges.length > 0 && <Button onClick={reset}>New conversation</Button>}
        </>
      }
    >
      <div className="mx-auto flex min-h-[calc(100dvh-190px)] max-w-3xl flex-col gap-4">
        {preview && <PreviewBanner />}
        {exchanges.length === 0 ? (
          <Suggestions ask={send} />
        ) : (
          <div>
            {exchanges.map((exchange) => (
              <ExchangeView key={exchange.id} exchange={exchange} />
            ))}
          </div>
        )}
        <div className="sticky bottom-4 mt-auto">
          <Composer running={running} ask={send} stop={stop} />
        </div>
        <div ref={end} />
      </div>
    </PageFrame>
  );
};
