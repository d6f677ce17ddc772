import { selectionSchema, type Selection } from '#build/models/contract';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { Quantity } from '../../ui/quantity.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { Badge } from '../../ui/state-badge.tsx';
import { OneRecord } from './one-record.tsx';

type Chat = Selection['chat'][number];

const columns: Columns<Chat> = [
  {
    id: 'id',
    header: 'Model',
    accessorKey: 'id',
    cell: ({ row: { original } }) => (
      <span className="block py-2">
        <span className="block font-medium">{original.id}</span>
        <span className="text-soft">{original.reasons.join('; ')}</span>
      </span>
    ),
    meta: { className: 'flex-1' },
  },
  {
    id: 'fit',
    header: 'Fit',
    accessorFn: ({ fit }) => fit?.value ?? -1,
    cell: ({ row }) => (
      <Quantity of={row.original.fit} unit="share" layout="stack" unmeasured="The fit probes have not been run." />
    ),
    meta: { className: 'w-36 shrink-0' },
  },
  {
    id: 'speed',
    header: 'Speed',
    accessorFn: ({ tokensPerSecond }) => tokensPerSecond ?? 0,
    cell: ({ row: { original } }) => (
      <Quantity
        of={original.tokensPerSecond === undefined ? undefined : { value: original.tokensPerSecond }}
        unit="tokens/s"
        layout="bare"
      />
    ),
    meta: { className: 'w-32 shrink-0 @max-lg:hidden', right: true },
  },
  {
    id: 'available',
    header: 'Here',
    accessorFn: ({ available }) => String(available),
    cell: ({ row }) => (
      <Badge tone={row.original.available ? 'fresh' : 'never'}>
        {row.original.available ? 'available' : 'missing'}
      </Badge>
    ),
    meta: { className: 'w-28 shrink-0 @max-lg:hidden' },
  },
];

/** Which models may and can do this, and which may not. */
export const ModelsView = () => (
  <OneRecord type="models/selection" schema={selectionSchema}>
    {(body) => (
      <>
        {body.notices.map((notice) => (
          <p key={notice} className="bg-stale-wash mb-3 rounded-md px-3 py-2">
            {notice}
          </p>
        ))}
        <Section title="Chat models">
          <DataTable
            label="Chat models"
            columns={columns}
            rows={body.chat}
            rowKey={({ id }) => id}
            rowHeight={52}
            empty={<p className="text-muted">None: answers are quoted from the sources without a chat model.</p>}
          />
        </Section>
        <Section title="Embedding">
          <Facts
            items={[
              ['Model', body.embedding.id],
              ['Dimensions', body.embedding.dimensions],
              ['Digest', body.embedding.digest.slice(0, 12)],
            ]}
          />
        </Section>
        {body.ruledOut.length > 0 && (
          <Section title="Ruled out">
            <Facts items={body.ruledOut.map(({ id, because }) => [id, because])} />
          </Section>
        )}
      </>
    )}
  </OneRecord>
);
