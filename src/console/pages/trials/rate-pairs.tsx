import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { postJson } from '../../api/client.ts';
import { trialPairQuery, trialsQuery } from '../../api/queries.ts';
import type { TrialPair } from '../../api/schemas.ts';
import { Button } from '../../ui/button.tsx';
import { errorText } from '../../ui/error-text.ts';
import { FilterInput } from '../../ui/field.tsx';
import { Prose } from '../../ui/prose.tsx';
import { QueryView, Skeleton } from '../../ui/states.tsx';

type Verdict = 'first' | 'second' | 'tie';

const keys: Readonly<Record<string, Verdict>> = { 1: 'first', 2: 'second', 0: 'tie' };
const choices = [
  ['first', '1', 'The first'],
  ['tie', '0', 'No difference'],
  ['second', '2', 'The second'],
] as const;

const useVerdictKeys = (choose: (verdict: Verdict) => void): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      const verdict = keys[event.key];
      if (verdict === undefined || typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      event.preventDefault();
      choose(verdict);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [choose]);
};

const Side = ({ name, answer }: { readonly name: string; readonly answer: TrialPair['first'] }) => (
  <article aria-label={`${name} answer`} className="border-line-strong min-w-0 border-t-2 pt-2">
    <h3 className="mb-2 font-semibold">{name}</h3>
    {answer.refused && <p className="text-muted mb-2">Refused to answer.</p>}
    <Prose text={answer.text} />
    {answer.citations.length > 0 && (
      <ul className="text-muted mt-3">
        {answer.citations.map(({ source, heading }, index) => (
          <li key={index} className="truncate">
            {source} · {heading}
          </li>
        ))}
      </ul>
    )}
  </article>
);

const Pair = ({ pair, rater }: { readonly pair: TrialPair; readonly rater: string }) => {
  const client = useQueryClient();
  const [comment, setComment] = useState('');
  const rate = useMutation({
    mutationFn: async (verdict: Verdict) =>
      postJson('/api/trials/ratings', {
        plan: pair.plan,
        caseId: pair.caseId,
        rater,
        verdict,
        comment: comment.trim(),
      }),
    onSuccess: async () =>
      Promise.all([
        client.invalidateQueries({ queryKey: trialPairQuery(rater).queryKey }),
        client.invalidateQueries({ queryKey: trialsQuery().queryKey }),
      ]),
  });
  const choose = (verdict: Verdict): void => {
    if (!rate.isPending) rate.mutate(verdict);
  };
  useVerdictKeys(choose);
  return (
    <div>
      <p className="mb-4 text-base font-medium">{pair.question}</p>
      <div className="grid grid-cols-1 gap-6 md:grid-cols-2">
        <Side name="First" answer={pair.first} />
        <Side name="Second" answer={pair.second} />
      </div>
      <div className="mt-5 flex flex-wrap items-center gap-2">
        <span className="font-medium">Which helps more?</span>
        {choices.map(([verdict, key, name]) => (
          <Button key={verdict} disabled={rate.isPending} onClick={() => choose(verdict)}>
            {name}
            <kbd className="text-muted rounded-sm border px-1 text-xs">{key}</kbd>
          </Button>
        ))}
        <FilterInput
          label="Comment (optional)"
          value={comment}
          maxLength={2000}
          onChange={({ target }) => setComment(target.value)}
          className="w-56 max-sm:w-full"
        />
        {rate.error && (
          <span role="alert" className="text-failed">
            {errorText(rate.error)}
          </span>
        )}
      </div>
    </div>
  );
};

interface Props {
  readonly rater: string;
  readonly forget: () => void;
}

/** One blind pair after the other; 1, 2 and 0 decide. */
export const RatePairs = ({ rater, forget }: Props) => (
  <QueryView query={useQuery(trialPairQuery(rater))} skeleton={<Skeleton className="h-72 w-full" />}>
    {({ pair, done, total }) => (
      <>
        <div className="mb-4 flex flex-wrap items-center gap-3">
          <progress
            aria-label="Pairs rated"
            value={done}
            max={Math.max(1, total)}
            className="accent-accent h-1.5 w-40"
          />
          <span role="status">
            {done} of {total} rated by {rater}
          </span>
          <button type="button" onClick={forget} className="text-accent h-6 underline underline-offset-2">
            somebody else
          </button>
        </div>
        {pair ? (
          <Pair key={pair.caseId} pair={pair} rater={rater} />
        ) : (
          <p className="text-base">All pairs are rated. Thank you.</p>
        )}
      </>
    )}
  </QueryView>
);
