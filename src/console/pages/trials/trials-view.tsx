import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trialsQuery } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { rememberedName, rememberName } from '../../ui/decision-dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Quantity } from '../../ui/quantity.tsx';
import { Section } from '../../ui/section.tsx';
import { Empty, QueryView } from '../../ui/states.tsx';
import { RatePairs } from './rate-pairs.tsx';
import type { z } from 'zod';
import type { trialsSchema } from '../../api/schemas.ts';
import { terminal } from '../../ui/commands.ts';

type Trials = z.infer<typeof trialsSchema>;

const NameForm = ({ start }: { readonly start: (name: string) => void }) => {
  const [name, setName] = useState('');
  return (
    <form
      className="flex max-w-md items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        start(name.trim());
      }}
    >
      <div className="flex-1">
        <TextField
          label="Your name"
          required
          maxLength={100}
          autoComplete="name"
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      </div>
      <Button type="submit" look="primary" disabled={name.trim() === ''}>
        Start
      </Button>
    </form>
  );
};

/** The names appear only here, and only when somebody asks for them. */
const Result = ({ trials: { plan, result } }: { readonly trials: Trials }) => {
  const [shown, setShown] = useState(false);
  if (result.ratings === 0) return <p className="text-muted">Nobody has rated yet.</p>;
  if (!shown) return <Button onClick={() => setShown(true)}>Show the result</Button>;
  return (
    <div className="flex flex-col gap-2">
      <p>
        Preferred <span className="font-medium">{plan?.right.name}</span> over {plan?.left.name}:{' '}
        <Quantity of={result.preference} unit="share" unmeasured="No pair is decided yet." />
      </p>
      <p className="text-soft">
        {plan?.left.name} {result.left}, {plan?.right.name} {result.right}, no difference {result.ties}. Rated by{' '}
        {result.raters.join(', ')}.
      </p>
      {result.preference && result.preference.low <= 0.5 && result.preference.high >= 0.5 && (
        <p className="text-soft">Undecided: the interval includes one half.</p>
      )}
    </div>
  );
};

const Trial = ({ trials }: { readonly trials: Trials }) => {
  const [rater, setRater] = useState(rememberedName);
  const start = (name: string): void => {
    rememberName(name);
    setRater(name);
  };
  return (
    <>
      <Section
        title="Rate"
        says={`${trials.plan?.pairs ?? 0} questions, two answers each, without names, in an order drawn by chance`}
      >
        {rater === '' ? <NameForm start={start} /> : <RatePairs rater={rater} forget={() => setRater('')} />}
      </Section>
      <Section title="Result" says={`${trials.result.ratings} ratings so far`}>
        <Result trials={trials} />
      </Section>
    </>
  );
};

/** A blind trial of two candidates by people. */
export const TrialsView = () => (
  <QueryView query={useQuery(trialsQuery())}>
    {(trials) =>
      trials.plan ? (
        <Trial trials={trials} />
      ) : (
        <Empty title="No trial is planned" command={terminal.run('trials')}>
          A trial pairs the two best candidates on the development questions.
        </Empty>
      )
    }
  </QueryView>
);
