import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Case } from '#prove/evaluate/contract';
import type { LearnView as Learned, Proposal } from '#improve/learn/contract';
import { postJson } from '../../api/client.ts';
import { learnQuery } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { DecisionDialog } from '../../ui/decision-dialog.tsx';
import { Section } from '../../ui/section.tsx';
import { Empty, QueryView } from '../../ui/states.tsx';
import { isComplete, LearnItem } from './learn-item.tsx';
import { terminal } from '../../ui/commands.ts';

interface Choice {
  readonly chosen: boolean;
  readonly draft: Case;
}

const Review = ({ hash, proposal }: { readonly hash: string; readonly proposal: Proposal }) => {
  const [choices, setChoices] = useState<readonly Choice[]>(() =>
    proposal.items.map(({ draft }) => ({ chosen: false, draft })),
  );
  const [signing, setSigning] = useState(false);
  const change = (index: number, next: Partial<Choice>): void =>
    setChoices((all) => all.map((one, position) => (position === index ? { ...one, ...next } : one)));
  const cases = choices
    .filter(({ chosen, draft }) => chosen && isComplete(draft))
    .map(({ draft }) => ({ ...draft, reviewed: true }));
  return (
    <>
      <ol className="flex flex-col">
        {proposal.items.map((item, index) => {
          const choice = choices[index];
          return (
            choice && (
              <LearnItem
                key={`${item.traceId} ${item.draft.id}`}
                item={item}
                chosen={choice.chosen}
                draft={choice.draft}
                choose={(chosen) => change(index, { chosen })}
                edit={(draft) => change(index, { draft })}
              />
            )
          );
        })}
      </ol>
      <div className="bg-page sticky bottom-0 flex flex-wrap items-center gap-3 border-t py-3">
        <Button look="primary" disabled={cases.length === 0} onClick={() => setSigning(true)}>
          Accept {cases.length === 1 ? 'one question' : `${cases.length} questions`}
        </Button>
        <span className="text-muted">They join the development questions; the next run evaluates with them.</span>
      </div>
      <DecisionDialog
        open={signing}
        close={() => setSigning(false)}
        title={`Accept ${cases.length} questions`}
        says="The next run evaluates every candidate with them. The file of questions is not changed; a record is added."
        verb="Accept"
        decide={async ({ actor, reason }) => postJson('/api/learn/accept', { proposal: hash, cases, actor, reason })}
      />
    </>
  );
};

const Learn = ({ learned: { proposal, accepted } }: { readonly learned: Learned }) => (
  <>
    <Section title="What production taught" {...(proposal ? { says: proposal.says } : {})}>
      {proposal?.reevaluate.map((why) => (
        <p key={why} className="mb-3">
          Compare the candidates again: {why}
        </p>
      ))}
      {!proposal || proposal.items.length === 0 ? (
        <Empty title="Nothing to review" command={terminal.run('learn')}>
          Thumbs down, refusals, failures and lost trials appear here as drafted questions.
        </Empty>
      ) : (
        <Review key={proposal.hash} hash={proposal.hash} proposal={proposal} />
      )}
    </Section>
    {accepted.length > 0 && (
      <Section title="Accepted before">
        <ul>
          {accepted.map(({ actor, cases }, index) => (
            <li key={index} className="py-1">
              {cases.length} questions, by {actor}
            </li>
          ))}
        </ul>
      </Section>
    )}
  </>
);

/** Failed and disliked answers, drafted as questions for a person to complete and accept. */
export const LearnView = () => (
  <QueryView query={useQuery(learnQuery())}>{(learned) => <Learn learned={learned} />}</QueryView>
);
