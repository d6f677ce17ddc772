import type { ReactNode } from 'react';
import type { ZodType } from 'zod';
import { useRecords } from '../../api/queries.ts';
import { TextLink, TextPanelLink } from '../../ui/app-link.tsx';
import { Empty, QueryView } from '../../ui/states.tsx';
import { terminal } from '../../ui/commands.ts';

interface Props<Body> {
  readonly type: string;
  readonly schema: ZodType<Body>;
  readonly children: (body: Body) => ReactNode;
}

/** The newest record of a type, or how to get one. */
export const OneRecord = <Body,>({ type, schema, children }: Props<Body>) => {
  const stage = type.split('/')[0] ?? type;
  return (
    <QueryView query={useRecords(type, schema)}>
      {({ records: [record] }) =>
        record === undefined ? (
          <Empty title="No record yet" command={terminal.run(stage)}>
            The stage writes this record when it has something to work on; its state and reason stand above.
          </Empty>
        ) : (
          <>
            <p className="mb-4 flex gap-4">
              <TextPanelLink open={{ record: record.hash }}>record</TextPanelLink>
              <TextLink href={`/lineage/${record.hash}`}>lineage</TextLink>
            </p>
            {children(record.body)}
          </>
        )
      }
    </QueryView>
  );
};
