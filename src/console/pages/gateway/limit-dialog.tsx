import { useId, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { isBudget, limitKinds, limitLevels, type LimitKind, type LimitLevel } from '#run/serve/contract';
import { keysQuery } from '../../api/gateway-queries.ts';
import { postJson } from '../../api/client.ts';
import { shown } from '../../ui/commands.ts';
import { FilterSelect, TextField } from '../../ui/field.tsx';
import { ShowCommand } from '../../ui/show-command.tsx';
import { ActDialog } from './act-dialog.tsx';
import { kindWords, levelWords } from './limit-words.ts';

/** What a dialog begins with; `amount` in US dollars for budgets. */
export interface LimitDraft {
  readonly level: LimitLevel;
  readonly subject: string;
  readonly kind: LimitKind;
  readonly amount: string;
  readonly action: 'block' | 'alert';
}

interface FieldsProps {
  readonly draft: LimitDraft;
  /** A limit that stands can be taken away. */
  readonly stands?: boolean;
  readonly change: (part: Partial<LimitDraft>) => void;
}

const isLevel = (text: string): text is LimitLevel => limitLevels.some((level) => level === text);
const isKind = (text: string): text is LimitKind => limitKinds.some((kind) => kind === text);

const Choice = (props: Parameters<typeof FilterSelect>[0]) => {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {props.label}
      </label>
      <FilterSelect id={id} {...props} />
    </div>
  );
};

const Subject = ({ draft: { level, subject }, change }: FieldsProps) => {
  const { data } = useQuery(keysQuery());
  if (level === 'project') return null;
  if (level === 'key') {
    const live = (data?.keys ?? []).filter(({ revokedAt }) => revokedAt === undefined);
    const options = live.map(({ id, name, prefix }) => ({ value: id, label: `${name} (${prefix}…)` }));
    return (
      <Choice
        label="Which key"
        value={subject}
        options={[{ value: '*', label: 'Each without a limit of its own' }, ...options]}
        onChange={({ target }) => change({ subject: target.value })}
      />
    );
  }
  return (
    <TextField
      label="Name"
      required
      maxLength={256}
      value={subject}
      onChange={({ target }) => change({ subject: target.value })}
      hint="* is each one without a limit of its own"
    />
  );
};

const Fields = ({ draft, stands = false, change }: FieldsProps) => (
  <>
    <div className="grid gap-4 sm:grid-cols-2">
      <Choice
        label="For"
        value={draft.level}
        options={limitLevels.map((level) => ({ value: level, label: levelWords[level] }))}
        onChange={({ target }) => {
          if (isLevel(target.value)) change({ level: target.value, subject: '*' });
        }}
      />
      <Subject draft={draft} change={change} />
    </div>
    <div className="grid gap-4 sm:grid-cols-2">
      <Choice
        label="Limit"
        value={draft.kind}
        options={limitKinds.map((kind) => ({ value: kind, label: kindWords[kind] }))}
        onChange={({ target }) => {
          if (isKind(target.value)) change({ kind: target.value });
        }}
      />
      <TextField
        label={isBudget(draft.kind) ? 'US dollars' : 'Amount'}
        type="number"
        min={0}
        step={isBudget(draft.kind) ? 'any' : 1}
        value={draft.amount}
        onChange={({ target }) => change({ amount: target.value })}
        {...(stands ? { hint: 'Empty takes the limit away' } : { required: true })}
      />
    </div>
    <Choice
      label="When it is reached"
      value={draft.action}
      options={[
        { value: 'block', label: 'Refuse calls' },
        { value: 'alert', label: 'Let calls pass, and say so' },
      ]}
      onChange={({ target }) => change({ action: target.value === 'alert' ? 'alert' : 'block' })}
    />
  </>
);

interface Props {
  readonly from: LimitDraft;
  readonly close: () => void;
}

/** Sets, changes or takes away one limit or budget. */
export const LimitDialog = ({ from, close }: Props) => {
  const [draft, setDraft] = useState(from);
  const { level, subject, kind, action } = draft;
  const amount = draft.amount.trim() === '' ? null : Number(draft.amount);
  const stands = from.amount !== '';
  const target = level === 'project' ? '*' : subject.trim();
  return (
    <ActDialog
      title="Limit or budget"
      says="It counts from the next second on, in every process. Budgets are of days, weeks and months in UTC, and are said at 80 % and when they are spent."
      verb={stands && amount === null ? 'Take it away' : 'Set it'}
      danger={stands && amount === null}
      disabled={target === '' || (!stands && amount === null)}
      close={close}
      act={async () => {
        await postJson('/api/budgets', { level, subject: target, kind, amount, action });
        close();
      }}
    >
      <Fields draft={draft} stands={stands} change={(part) => setDraft((old) => ({ ...old, ...part }))} />
      {amount !== null && (
        <div>
          <ShowCommand of={shown.setLimit({ level, subject: target, kind, amount })} />
        </div>
      )}
    </ActDialog>
  );
};
