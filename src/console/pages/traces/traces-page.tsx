import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { rolloutQuery } from '../../api/queries.ts';
import { PageFrame } from '../../frame/page-frame.tsx';
import { FilterInput, FilterSelect } from '../../ui/field.tsx';
import { useGo, useParam, useSetParams } from '../../ui/location.ts';
import { ShowCommand } from '../../ui/show-command.tsx';
import { TraceList } from './trace-list.tsx';
import { shown } from '../../ui/commands.ts';

/** Calls of the gateway, evaluations, load tests and probes leave traces too; they are out of the way until asked for. */
const kinds = [
  { value: '', label: 'Answers to people' },
  { value: 'all', label: 'With calls, tests and probes' },
];
const states = [
  { value: '', label: 'Every state' },
  { value: 'ok', label: 'Without error' },
  { value: 'error', label: 'With error' },
];
const times = [
  { value: '', label: 'Any time' },
  { value: '1000', label: 'Over 1 s' },
  { value: '3000', label: 'Over 3 s' },
  { value: '10000', label: 'Over 10 s' },
];

const ReleaseFilter = () => {
  const { data } = useQuery(rolloutQuery());
  const setParams = useSetParams();
  const value = useParam('release') ?? '';
  const arms = data?.arms.map(({ release, name, arm }) => ({ value: release, label: `${name} (${arm})` })) ?? [];
  const known =
    value === '' || arms.some((arm) => arm.value === value) ? arms : [...arms, { value, label: value.slice(0, 12) }];
  return (
    <FilterSelect
      className="w-48"
      label="Release"
      value={value}
      options={[{ value: '', label: 'Every release' }, ...known]}
      onChange={({ target }) => setParams({ release: target.value }, true)}
    />
  );
};

/** Text search that waits for a pause before it asks the server. */
const TextFilter = () => {
  const asked = useParam('text') ?? '';
  const [text, setText] = useState(asked);
  const setParams = useSetParams();
  useEffect(() => {
    if (text === asked) return undefined;
    const timer = setTimeout(() => setParams({ text }, true), 250);
    return () => clearTimeout(timer);
  }, [text, asked, setParams]);
  return (
    <FilterInput
      label="Search in questions and answers"
      value={text}
      onChange={({ target }) => setText(target.value)}
      className="w-72 max-sm:w-full"
    />
  );
};

export const TracesPage = () => {
  const go = useGo();
  const setParams = useSetParams();
  const kind = useParam('traffic');
  const filters = {
    traffic: kind === 'all' ? ('all' as const) : ('served' as const),
    text: useParam('text'),
    status: useParam('status'),
    release: useParam('release'),
    slowerThan: useParam('slowerThan'),
  };
  return (
    <PageFrame
      title="Traces"
      says="Every answer that was given, and how it came about."
      action={<ShowCommand of={shown.traces()} />}
    >
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <TextFilter />
        <FilterSelect
          label="Kind"
          value={kind === 'all' ? 'all' : ''}
          options={kinds}
          onChange={({ target }) => setParams({ traffic: target.value }, true)}
        />
        <FilterSelect
          label="State"
          value={filters.status ?? ''}
          options={states}
          onChange={({ target }) => setParams({ status: target.value }, true)}
        />
        <FilterSelect
          label="Least time"
          value={filters.slowerThan ?? ''}
          options={times}
          onChange={({ target }) => setParams({ slowerThan: target.value }, true)}
        />
        <ReleaseFilter />
      </div>
      <TraceList filters={filters} onOpen={({ traceId }) => go(`/traces/${traceId}`)} />
    </PageFrame>
  );
};
