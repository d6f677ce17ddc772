import { datasetSchema } from '#build/data/contract';
import { useRecords } from '../../api/queries.ts';
import { TextLink, TextPanelLink } from '../../ui/app-link.tsx';
import { ShortId } from '../../ui/copy-button.tsx';
import { Empty, QueryView } from '../../ui/states.tsx';
import { DocumentsTab } from './documents-tab.tsx';
import { terminal } from '../../ui/commands.ts';

/** What the sources hold, how fit it is, and which version this is. */
export const DataView = () => (
  <QueryView query={useRecords('data/dataset', datasetSchema)}>
    {({ records: [record] }) =>
      record === undefined ? (
        <Empty title="No dataset yet" command={terminal.run('data')}>
          The sources are named under `data.sources` in the project file; each needs a policy under `govern.sources`.
        </Empty>
      ) : (
        <>
          <p className="text-soft mb-3 flex flex-wrap items-center gap-x-4 gap-y-1">
            <span className="inline-flex items-center gap-1">
              Dataset version <ShortId id={record.body.version} />
            </span>
            <TextPanelLink open={{ record: record.hash }}>record</TextPanelLink>
            <TextLink href={`/lineage/${record.hash}`}>lineage</TextLink>
            <TextLink href="/stages/govern">policies</TextLink>
          </p>
          <DocumentsTab dataset={record.body} />
        </>
      )
    }
  </QueryView>
);
