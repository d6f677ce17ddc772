import { useQuery } from '@tanstack/react-query';
import { GitFork } from 'lucide-react';
import type { RecordDetail } from '#program/contract';
import { recordQuery } from '../../api/queries.ts';
import { Ago } from '../../ui/ago.tsx';
import { AppLink, PanelLink } from '../../ui/app-link.tsx';
import { buttonLook } from '../../ui/button.tsx';
import { ShortId } from '../../ui/copy-button.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { ShowCommand } from '../../ui/show-command.tsx';
import { QueryView } from '../../ui/states.tsx';
import { shown } from '../../ui/commands.ts';

const Links = ({ records, none }: { readonly records: RecordDetail['madeFrom']; readonly none: string }) =>
  records.length === 0 ? (
    <p className="text-muted">{none}</p>
  ) : (
    <ul className="flex flex-col">
      {records.map(({ hash, type, createdAt }) => (
        <li key={hash}>
          <PanelLink
            open={{ record: hash }}
            className="hover:bg-hover -mx-2 flex h-8 items-center gap-3 rounded-md px-2"
          >
            <span className="text-accent">{type}</span>
            <code className="text-muted font-mono text-xs">{hash.slice(0, 12)}</code>
            <span className="text-muted ml-auto text-xs">
              <Ago at={createdAt} />
            </span>
          </PanelLink>
        </li>
      ))}
    </ul>
  );

const RecordView = ({ detail: { record, madeFrom, usedBy } }: { readonly detail: RecordDetail }) => (
  <>
    <Section
      title={record.type}
      aside={
        <>
          <ShowCommand of={shown.record(record.hash)} />
          <AppLink href={`/lineage/${record.hash}`} className={buttonLook()}>
            <GitFork size={15} aria-hidden />
            Lineage
          </AppLink>
        </>
      }
    >
      <Facts
        items={[
          ['Id', <ShortId key="id" id={record.hash} />],
          [
            'Stage',
            <AppLink key="stage" href={`/stages/${record.stage}`} className="text-accent">
              {record.stage}
            </AppLink>,
          ],
          ['Made', <Ago key="made" at={record.createdAt} />],
          ['Run', record.runId ?? 'none: a person decided it'],
        ]}
      />
    </Section>
    <Section title="Made from">
      <Links records={madeFrom} none="Nothing: it comes straight from the project's files." />
    </Section>
    <Section title="Used by">
      <Links records={usedBy} none="Nothing yet." />
    </Section>
    <Section title="Content">
      <JsonView value={record.body} />
    </Section>
  </>
);

/** A record: what it is, what it was made from, what was made from it, what it holds. */
export const RecordBody = ({ hash }: { readonly hash: string }) => (
  <QueryView query={useQuery(recordQuery(hash))}>{(detail) => <RecordView detail={detail} />}</QueryView>
);
