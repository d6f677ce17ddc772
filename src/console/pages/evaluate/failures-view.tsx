import { caseSetSchema, scorecardSchema, type Case, type CaseResult, type Scorecard } from '#prove/evaluate/contract';
import { useRecords, type TypedRecord } from '../../api/queries.ts';
import { BarList } from '../../charts/bar-list.tsx';
import { TextPanelLink } from '../../ui/app-link.tsx';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { FilterSelect } from '../../ui/field.tsx';
import { formatQuantity } from '../../ui/format-quantity.ts';
import { useParam, useSetParams } from '../../ui/location.ts';
import { metricName, unitOf } from '../../ui/metric-words.ts';
import { Quantity } from '../../ui/quantity.tsx';
import { Section } from '../../ui/section.tsx';
import { VerdictBadge } from '../../ui/state-badge.tsx';
import { Empty, QueryView } from '../../ui/states.tsx';
import { CaseDetail } from './case-detail.tsx';
import { terminal } from '../../ui/commands.ts';

const columns: Columns<CaseResult> = [
  {
    id: 'question',
    header: 'Question',
    accessorKey: 'question',
    cell: ({ row }) => <span className="line-clamp-2 py-1.5">{row.original.question}</span>,
    meta: { className: 'flex-1' },
  },
  {
    id: 'kind',
    header: 'Kind',
    accessorKey: 'kind',
    cell: ({ row }) => <span className="text-soft">{row.original.kind.replaceAll('-', ' ')}</span>,
    meta: { className: 'w-28 shrink-0 @max-xl:hidden' },
  },
  {
    id: 'failure',
    header: 'Verdict',
    accessorFn: ({ failure }) => failure ?? '',
    cell: ({ row: { original } }) => (
      <VerdictBadge verdict={original.failure ? 'fail' : 'pass'}>
        {original.failure?.replaceAll('-', ' ') ?? 'pass'}
      </VerdictBadge>
    ),
    meta: { className: 'w-36 shrink-0' },
  },
];

const Metrics = ({ card }: { readonly card: Scorecard }) => (
  <dl className="grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-x-4 gap-y-3">
    {Object.entries(card.metrics).map(([metric, estimate]) => (
      <div key={metric}>
        <dt className="text-muted text-xs">{metricName(metric)}</dt>
        <dd>
          <Quantity of={estimate} unit={unitOf(metric)} layout="stack" />
        </dd>
      </div>
    ))}
  </dl>
);

const Results = ({ card }: { readonly card: Scorecard }) => {
  const group = useParam('group');
  const setParams = useSetParams();
  const failed = card.results.filter(({ failure }) => failure !== undefined);
  const rows =
    group === 'all' ? card.results : failed.filter(({ failure }) => group === undefined || failure === group);
  return (
    <>
      <Section
        title="Why it fails"
        says={`${failed.length} of ${card.results.length} questions; choose a group to see its questions`}
      >
        <div className="max-w-2xl">
          <BarList
            label="Failures by group"
            active={group}
            onChoose={(id) => setParams({ group: id === group ? undefined : id }, true)}
            bars={card.failures.map(({ group: id, share, caseIds }) => ({
              id,
              value: share,
              text: `${caseIds.length} · ${formatQuantity({ value: share, low: share - 0.05, high: share + 0.05 }, 'share').value}`,
            }))}
          />
        </div>
      </Section>
      <Section
        title="Questions"
        aside={
          <FilterSelect
            label="Group"
            value={group ?? ''}
            options={[
              { value: '', label: 'All failures' },
              ...card.failures.map((one) => ({ value: one.group, label: one.group.replaceAll('-', ' ') })),
              { value: 'all', label: 'Every question' },
            ]}
            onChange={({ target }) => setParams({ group: target.value }, true)}
          />
        }
      >
        <DataTable
          label="Questions"
          columns={columns}
          rows={rows}
          rowKey={({ caseId }) => caseId}
          selected={useParam('case')}
          rowHeight={52}
          height="h-[56vh] min-h-72"
          onOpen={({ caseId }) => setParams({ case: caseId })}
          empty={<Empty title="No failure in this group" />}
        />
      </Section>
    </>
  );
};

interface CardProps {
  readonly record: TypedRecord<Scorecard>;
  readonly records: readonly TypedRecord<Scorecard>[];
  readonly cases: readonly Case[];
}

const CardView = ({ record, records, cases }: CardProps) => {
  const chosen = useParam('case');
  const setParams = useSetParams();
  const { body } = record;
  const result = body.results.find(({ caseId }) => caseId === chosen);
  const options = records.map(({ body: { candidateId, candidateName, split } }) => ({
    value: candidateId,
    label: `${candidateName}, ${split}`,
  }));
  return (
    <div className="@container">
      <div className={result ? 'grid grid-cols-1 gap-6 @4xl:grid-cols-[minmax(0,1fr)_minmax(400px,46%)]' : ''}>
        <div className="min-w-0">
          <Section
            title="Metrics"
            aside={
              <>
                <FilterSelect
                  label="Candidate"
                  value={body.candidateId}
                  options={options}
                  onChange={({ target }) =>
                    setParams({ candidate: target.value, group: undefined, case: undefined }, true)
                  }
                />
                <TextPanelLink open={{ record: record.hash }}>record</TextPanelLink>
              </>
            }
          >
            <Metrics card={body} />
          </Section>
          <Results card={body} />
        </div>
        {result && (
          <CaseDetail
            key={result.caseId}
            result={result}
            asked={cases.find(({ id }) => id === result.caseId)}
            close={() => setParams({ case: undefined })}
          />
        )}
      </div>
    </div>
  );
};

/** How good a candidate is, and the questions it fails, by why. */
export const FailuresView = () => {
  const cards = useRecords('evaluate/scorecard', scorecardSchema);
  const { data: sets } = useRecords('evaluate/case-set', caseSetSchema);
  const wanted = useParam('candidate');
  return (
    <QueryView query={cards}>
      {({ records }) => {
        const record = records.find(({ body }) => body.candidateId === wanted) ?? records[0];
        if (record === undefined)
          return (
            <Empty title="Nothing has been evaluated yet" command={terminal.run('evaluate')}>
              The questions are named under `evaluate.cases` in the project file.
            </Empty>
          );
        return <CardView record={record} records={records} cases={sets?.records[0]?.body.cases ?? []} />;
      }}
    </QueryView>
  );
};
