import { useMemo } from 'react';
import { scorecardSchema, type CaseResult, type Scorecard } from '#prove/evaluate/contract';
import { useRecords } from '../../api/queries.ts';
import { classNames } from '../../ui/class-names.ts';
import { FilterSelect } from '../../ui/field.tsx';
import { useParam, useSetParams } from '../../ui/location.ts';
import { Empty, QueryView } from '../../ui/states.tsx';
import { VerdictBadge } from '../../ui/state-badge.tsx';
import { AnswerCard } from './answer-card.tsx';
import { terminal } from '../../ui/commands.ts';

interface Pair {
  readonly left: CaseResult;
  readonly right: CaseResult;
}

const passed = ({ failure }: CaseResult): boolean => failure === undefined;
const kindOf = ({ left, right }: Pair): 'gained' | 'lost' | 'both fail' | 'both pass' => {
  if (passed(left) === passed(right)) return passed(left) ? 'both pass' : 'both fail';
  return passed(right) ? 'gained' : 'lost';
};
const kinds = ['lost', 'gained', 'both fail', 'both pass'] as const;

const pairsOf = (left: Scorecard, right: Scorecard): readonly Pair[] => {
  const byCase = new Map(right.results.map((result) => [result.caseId, result]));
  const pairs = left.results.flatMap((result) => {
    const other = byCase.get(result.caseId);
    return other === undefined ? [] : [{ left: result, right: other }];
  });
  return pairs.toSorted((a, b) => kinds.indexOf(kindOf(a)) - kinds.indexOf(kindOf(b)));
};

const badge = { gained: 'better', lost: 'worse', 'both fail': 'fail', 'both pass': 'pass' } as const;

const QuestionList = ({
  pairs,
  active,
  choose,
}: {
  readonly pairs: readonly Pair[];
  readonly active: string | undefined;
  readonly choose: (id: string) => void;
}) => (
  <ul aria-label="Questions" className="scroll-thin max-h-72 overflow-y-auto border-y xl:max-h-[70vh] xl:border-0">
    {pairs.map((pair) => (
      <li key={pair.left.caseId}>
        <button
          type="button"
          aria-pressed={pair.left.caseId === active}
          onClick={() => choose(pair.left.caseId)}
          className={classNames(
            'flex w-full items-center gap-3 border-b px-2 py-1.5 text-left hover:bg-hover',
            pair.left.caseId === active && 'bg-accent-wash',
          )}
        >
          <span className="w-24 shrink-0">
            <VerdictBadge verdict={badge[kindOf(pair)]}>{kindOf(pair)}</VerdictBadge>
          </span>
          <span className="line-clamp-2 min-w-0 flex-1">{pair.left.question}</span>
        </button>
      </li>
    ))}
  </ul>
);

const Diff = ({ left, right }: { readonly left: Scorecard; readonly right: Scorecard }) => {
  const all = useMemo(() => pairsOf(left, right), [left, right]);
  const only = useParam('only') ?? '';
  const chosen = useParam('case');
  const setParams = useSetParams();
  const pairs = all.filter((pair) => only === '' || kindOf(pair) === only);
  const active = pairs.find(({ left: { caseId } }) => caseId === chosen) ?? pairs[0];
  const count = (kind: string): number => all.filter((pair) => kindOf(pair) === kind).length;
  return (
    <>
      <div role="group" aria-label="Filter" className="mb-3 flex flex-wrap gap-1.5">
        {['', ...kinds].map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={only === kind}
            onClick={() => setParams({ only: kind, case: undefined }, true)}
            className={classNames(
              'h-7 rounded-md border px-2',
              only === kind ? 'border-accent bg-accent-wash' : 'hover:bg-hover',
            )}
          >
            {kind === '' ? `all ${all.length}` : `${kind} ${count(kind)}`}
          </button>
        ))}
      </div>
      {active === undefined ? (
        <Empty title="No question is in this group" />
      ) : (
        <div className="grid grid-cols-1 gap-6 xl:grid-cols-[360px_minmax(0,1fr)]">
          <QuestionList pairs={pairs} active={active.left.caseId} choose={(id) => setParams({ case: id }, true)} />
          <div className="min-w-0">
            <p className="mb-3 text-base font-medium">{active.left.question}</p>
            <div className="grid grid-cols-1 gap-6 md:grid-cols-2">
              <AnswerCard name={left.candidateName} result={active.left} />
              <AnswerCard name={right.candidateName} result={active.right} />
            </div>
          </div>
        </div>
      )}
    </>
  );
};

const Choice = ({
  cards,
  left,
  right,
}: {
  readonly cards: readonly Scorecard[];
  readonly left: string | undefined;
  readonly right: string | undefined;
}) => {
  const setParams = useSetParams();
  const options = cards.map(({ candidateId, candidateName }) => ({ value: candidateId, label: candidateName }));
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <FilterSelect
        label="Left candidate"
        value={left}
        options={options}
        onChange={({ target }) => setParams({ left: target.value }, true)}
      />
      <span className="text-muted">against</span>
      <FilterSelect
        label="Right candidate"
        value={right}
        options={options}
        onChange={({ target }) => setParams({ right: target.value }, true)}
      />
    </div>
  );
};

/** Any two candidates side by side, question by question; what changed comes first. */
export const QuestionDiff = () => {
  const wantedLeft = useParam('left');
  const wantedRight = useParam('right');
  return (
    <QueryView query={useRecords('experiments/scorecard', scorecardSchema)}>
      {({ records }) => {
        const cards = records.map(({ body }) => body).filter(({ split }) => split === 'dev');
        const left = cards.find(({ candidateId }) => candidateId === wantedLeft) ?? cards.at(-1);
        const right = cards.find(({ candidateId }) => candidateId === wantedRight) ?? cards[0];
        if (left === undefined || right === undefined)
          return (
            <Empty title="No scorecard yet" command={terminal.run('experiments')}>
              Candidates are compared on the development questions.
            </Empty>
          );
        return (
          <>
            <Choice cards={cards} left={left.candidateId} right={right.candidateId} />
            <Diff left={left} right={right} />
          </>
        );
      }}
    </QueryView>
  );
};
