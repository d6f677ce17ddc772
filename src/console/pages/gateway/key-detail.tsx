import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { keyDetailsSchema, LimitStandingView } from '#run/serve/contract';
import { budgetsQuery, keyQuery } from '../../api/gateway-queries.ts';
import { Ago } from '../../ui/ago.tsx';
import { TextLink } from '../../ui/app-link.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { shown } from '../../ui/commands.ts';
import { ShortId } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/section.tsx';
import { ShowCommand } from '../../ui/show-command.tsx';
import { QueryView } from '../../ui/states.tsx';
import { RevokeKey, RotateKey } from './key-acts.tsx';
import { isLive, KeyState, ownerText } from './key-state.tsx';
import { LimitDialog, type LimitDraft } from './limit-dialog.tsx';
import { LimitTable } from './limit-table.tsx';
import { appliesTo } from './limit-words.ts';

type Details = z.infer<typeof keyDetailsSchema>;

const moment = (at: string): string =>
  new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

const WhatItIs = ({ of }: { readonly of: Details }) => (
  <Facts
    items={[
      ['Begins with', <code key="prefix" className="font-mono text-xs">{`${of.prefix}…`}</code>],
      ['Id', <ShortId key="id" id={of.id} />],
      ['Belongs to', ownerText(of) || 'nobody in particular'],
      ['May ask for', of.models?.join(', ') ?? 'every model'],
      ['Made', <Ago key="made" at={of.createdAt} />],
      ['Expires', of.expiresAt === undefined ? 'never' : moment(of.expiresAt)],
      ...of.earlier.map(({ prefix, until }) => ['Still works', `${prefix}… until ${moment(until)}`] as const),
    ]}
  />
);

/** Limits that the store has not counted for yet stand with nothing used. */
const limitsOf = (of: Details, budgets: readonly LimitStandingView[]): readonly LimitStandingView[] => {
  const counted = budgets.filter((limit) => appliesTo(limit, of));
  const own = of.limits.filter(
    ({ kind }) => !counted.some((limit) => limit.kind === kind && limit.level === 'key' && limit.subject === of.id),
  );
  return [...own.map((rule) => ({ ...rule, since: '', spent: 0, held: 0 })), ...counted];
};

const Limits = ({ of }: { readonly of: Details }) => {
  const [draft, setDraft] = useState<LimitDraft>();
  const names = new Map([[of.id, of.name]]);
  return (
    <>
      <div className="mt-5 mb-2 flex items-baseline gap-3">
        <h3 className="flex-1 font-semibold">Limits that apply to it</h3>
        {isLive(of) && (
          <Button
            onClick={() => setDraft({ level: 'key', subject: of.id, kind: 'requests', amount: '', action: 'block' })}
          >
            Set a limit
          </Button>
        )}
      </div>
      <QueryView query={useQuery(budgetsQuery())}>
        {({ budgets }) => (
          <LimitTable label={`Limits of ${of.name}`} limits={limitsOf(of, budgets)} names={names} change={setDraft} />
        )}
      </QueryView>
      {draft && <LimitDialog from={draft} close={() => setDraft(undefined)} />}
    </>
  );
};

const Acts = ({ of }: { readonly of: Details }) => {
  const [act, setAct] = useState<'rotate' | 'revoke'>();
  const close = (): void => setAct(undefined);
  return (
    <div className="my-4 flex flex-wrap items-center gap-2">
      {isLive(of) && <Button onClick={() => setAct('rotate')}>Rotate</Button>}
      {of.revokedAt === undefined && (
        <Button look="danger" onClick={() => setAct('revoke')}>
          Revoke
        </Button>
      )}
      <TextLink href={`/stages/serve?view=usage&by=day,model&of=${encodeURIComponent(of.id)}`}>Its usage</TextLink>
      <ShowCommand short of={shown.key(of.id)} />
      {act === 'rotate' && <RotateKey of={of} close={close} />}
      {act === 'revoke' && <RevokeKey of={of} close={close} />}
    </div>
  );
};

/** One key beside the list: what it may do, what holds it back, and what can be done with it. */
export const KeyDetail = ({ id, close }: { readonly id: string; readonly close: () => void }) => {
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus(), [id]);
  return (
    <section
      ref={place}
      tabIndex={-1}
      aria-label="Key"
      className="@container min-w-0 outline-none @4xl:border-l @4xl:pl-6"
    >
      <QueryView query={useQuery(keyQuery(id))}>
        {(of) => (
          <>
            <div className="mb-3 flex items-center gap-3">
              <h2 className="min-w-0 truncate text-base font-semibold">{of.name}</h2>
              <KeyState of={of} />
              <span className="flex-1" />
              <IconButton icon={X} label="Close the key" onClick={close} />
            </div>
            <WhatItIs of={of} />
            <Acts of={of} />
            <Limits of={of} />
          </>
        )}
      </QueryView>
    </section>
  );
};
