import { useId } from 'react';
import type { Case } from '#prove/evaluate/contract';
import type { Proposal } from '#improve/learn/contract';
import { TextLink } from '../../ui/app-link.tsx';
import { TextArea, TextField } from '../../ui/field.tsx';
import { Badge, type Tone } from '../../ui/state-badge.tsx';

type Item = Proposal['items'][number];

const tones: Readonly<Record<Item['reason'], Tone>> = {
  'thumb-down': 'failed',
  refused: 'stale',
  failed: 'failed',
  'trial-loss': 'waiting',
};

/** An answerable question needs facts to be scored by. */
export const isComplete = ({ answerable, facts }: Case): boolean => !answerable || facts.length > 0;

const toFacts = (text: string): string[][] =>
  text
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .map((wording) => wording.trim())
        .filter((wording) => wording !== ''),
    )
    .filter((wordings) => wordings.length > 0);

interface EditProps {
  readonly draft: Case;
  readonly edit: (draft: Case) => void;
}

const Edit = ({ draft, edit }: EditProps) => {
  const id = useId();
  return (
    <div className="mt-3 grid grid-cols-1 gap-4 md:grid-cols-2">
      <TextField
        label="Question"
        value={draft.question}
        onChange={({ target }) => edit({ ...draft, question: target.value })}
      />
      <TextField
        label="Reference answer"
        value={draft.reference}
        onChange={({ target }) => edit({ ...draft, reference: target.value })}
      />
      <TextArea
        label="Facts a good answer must contain"
        hint="One a line; other wordings after a |."
        disabled={!draft.answerable}
        defaultValue={draft.facts.map((wordings) => wordings.join(' | ')).join('\n')}
        onChange={({ target }) => edit({ ...draft, facts: toFacts(target.value) })}
      />
      <div className="flex items-start gap-2">
        <input
          id={id}
          type="checkbox"
          checked={!draft.answerable}
          onChange={({ target }) =>
            edit({ ...draft, answerable: !target.checked, kind: target.checked ? 'unanswerable' : 'single-fact' })
          }
          className="accent-accent mt-0.5 size-4"
        />
        <label htmlFor={id}>The sources do not answer this: it should be refused</label>
      </div>
      {!isComplete(draft) && (
        <p className="text-stale md:col-span-2">Add at least one fact, or mark it as not answered by the sources.</p>
      )}
    </div>
  );
};

interface Props extends EditProps {
  readonly item: Item;
  readonly chosen: boolean;
  readonly choose: (chosen: boolean) => void;
}

/** One thing that went wrong in production, and the question drafted from it. */
export const LearnItem = ({ item, chosen, draft, choose, edit }: Props) => {
  const id = useId();
  return (
    <li className="border-b py-3">
      <div className="flex items-start gap-3">
        <input
          id={id}
          type="checkbox"
          checked={chosen}
          onChange={({ target }) => choose(target.checked)}
          className="accent-accent mt-1 size-4"
        />
        <div className="min-w-0 flex-1">
          <label htmlFor={id} className="text-base font-medium">
            {item.question}
          </label>
          <p className="text-soft mt-1 line-clamp-2">{item.answer}</p>
          {item.comment !== '' && <p className="mt-1">“{item.comment}”</p>}
          <p className="mt-1.5 flex items-center gap-3">
            <Badge tone={tones[item.reason]}>{item.reason.replaceAll('-', ' ')}</Badge>
            <TextLink href={`/traces/${item.traceId}`}>trace</TextLink>
          </p>
          {chosen && <Edit draft={draft} edit={edit} />}
        </div>
      </div>
    </li>
  );
};
