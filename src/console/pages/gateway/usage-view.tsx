import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiKeyView, LimitStandingView } from '#run/serve/contract';
import { budgetsQuery, keysQuery, usageQuery } from '../../api/gateway-queries.ts';
import { Button } from '../../ui/button.tsx';
import { shown } from '../../ui/commands.ts';
import { FilterSelect } from '../../ui/field.tsx';
import { useParam, useSetParams } from '../../ui/location.ts';
import { Section } from '../../ui/section.tsx';
import { ShowCommand } from '../../ui/show-command.tsx';
import { QueryView } from '../../ui/states.tsx';
import { LimitDialog, type LimitDraft } from './limit-dialog.tsx';
import { LimitTable } from './limit-table.tsx';
import { dollars } from './limit-words.ts';
import { UsageTable } from './usage-table.tsx';

const groupings = [
  { value: 'key', label: 'By key' },
  { value: 'model', label: 'By model' },
  { value: 'team', label: 'By team' },
  { value: 'day', label: 'By day' },
  { value: 'key,model', label: 'By key and model' },
  { value: 'day,model', label: 'By day and model' },
  { value: 'day,key', label: 'By day and key' },
  { value: 'route,model', label: 'By route and model' },
  { value: 'organisation', label: 'By organisation' },
  { value: 'user', label: 'By end user' },
  { value: 'outcome', label: 'By outcome' },
];
const spans = [
  { value: '1', label: 'Last day' },
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
  { value: '90', label: 'Last 90 days' },
];

const newLimit: LimitDraft = { level: 'team', subject: '', kind: 'month', amount: '', action: 'block' };

type Names = ReadonlyMap<string, string>;
const noKeys: readonly ApiKeyView[] = [];

interface BudgetsProps {
  readonly budgets: readonly LimitStandingView[];
  readonly names: Names;
}

const Budgets = ({ budgets, names }: BudgetsProps) => {
  const [draft, setDraft] = useState<LimitDraft>();
  return (
    <Section
      title="Budgets and limits"
      says="all that apply to a call hold it back together"
      aside={
        <>
          <ShowCommand short of={shown.budgets()} />
          <Button onClick={() => setDraft(newLimit)}>Set a budget</Button>
        </>
      }
    >
      <LimitTable label="Budgets" limits={budgets} names={names} change={setDraft} />
      {draft && <LimitDialog from={draft} close={() => setDraft(undefined)} />}
    </Section>
  );
};

const Usage = ({ keys, names }: { readonly keys: readonly ApiKeyView[]; readonly names: Names }) => {
  const by = useParam('by') ?? 'key';
  const days = Number(useParam('days') ?? 30);
  const of = useParam('of');
  const setParams = useSetParams();
  const query = useQuery({ ...usageQuery({ by, days, key: of }), placeholderData: keepPreviousData });
  const known = of === undefined || names.has(of) ? [] : [{ value: of, label: of.slice(0, 12) }];
  return (
    <Section
      title="Usage"
      says={query.data === undefined ? 'tokens and cost' : `${dollars(query.data.costNano)} in all`}
      aside={<ShowCommand short of={shown.usage(by, days)} />}
    >
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <FilterSelect
          label="Grouping"
          value={by}
          options={groupings.some(({ value }) => value === by) ? groupings : [...groupings, { value: by, label: by }]}
          onChange={({ target }) => setParams({ by: target.value }, true)}
        />
        <FilterSelect
          label="Time"
          value={String(days)}
          options={spans}
          onChange={({ target }) => setParams({ days: target.value }, true)}
        />
        <FilterSelect
          label="Only this key"
          className="w-52"
          value={of ?? ''}
          options={[
            { value: '', label: 'Every key' },
            ...keys.map(({ id, name, prefix }) => ({ value: id, label: `${name} (${prefix}…)` })),
            ...known,
          ]}
          onChange={({ target }) => setParams({ of: target.value }, true)}
        />
      </div>
      <QueryView query={query}>
        {({ rows, by: grouped }) => <UsageTable by={grouped} rows={rows} keyNames={names} />}
      </QueryView>
    </Section>
  );
};

/** How much of each budget is used, and who used what. */
export const UsageView = () => {
  const { data } = useQuery(keysQuery());
  const keys = data?.keys ?? noKeys;
  const names = new Map(keys.map(({ id, name }) => [id, name]));
  return (
    <QueryView query={useQuery(budgetsQuery())}>
      {({ budgets }) => (
        <>
          <Budgets budgets={budgets} names={names} />
          <Usage keys={keys} names={names} />
        </>
      )}
    </QueryView>
  );
};
