import { assessmentSchema, type Assessment, type AssessReason } from '#plan/assess/contract';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { formatQuantity } from '../../ui/format-quantity.ts';
import { Facts, Section } from '../../ui/section.tsx';
import { OneRecord } from './one-record.tsx';

const columns: Columns<AssessReason> = [
  {
    id: 'recommends',
    header: 'Recommends',
    accessorKey: 'recommends',
    cell: ({ row }) => <span className="font-medium">{row.original.recommends}</span>,
    meta: { className: 'w-36 shrink-0' },
  },
  {
    id: 'because',
    header: 'Because',
    accessorKey: 'because',
    enableSorting: false,
    cell: ({ row }) => <span className="block py-2">{row.original.because}</span>,
  },
  {
    id: 'changes',
    header: 'Changes when',
    accessorKey: 'changesWhen',
    enableSorting: false,
    cell: ({ row }) => <span className="text-soft block py-2">{row.original.changesWhen}</span>,
    meta: { className: 'flex-1 @max-2xl:hidden' },
  },
];

const rangeOf = ({ low, likely, high }: Assessment['estimate']['latencyMs'], unit: 'ms' | 'usd'): string =>
  `${formatQuantity({ value: likely }, unit).value} likely, ${formatQuantity({ value: low }, unit).value} to ${formatQuantity({ value: high }, unit).value}`;

/** Which kind of application fits, why, and what it is expected to cost. */
export const AssessView = () => (
  <OneRecord type="assess/assessment" schema={assessmentSchema}>
    {(body) => (
      <>
        <Section title={`Recommended: ${body.recommended.join(', then ')}`}>
          <DataTable label="Reasons" columns={columns} rows={body.reasons} rowKey={({ rule }) => rule} />
        </Section>
        <Section title="Expected" says="compared with what is measured under Experiments">
          <Facts
            items={[
              ['Latency', rangeOf(body.estimate.latencyMs, 'ms')],
              ['Cost an answer', rangeOf(body.estimate.usdPerAnswer, 'usd')],
              ['Method', body.estimate.method],
            ]}
          />
        </Section>
        <Section title="Ruled out">
          {body.ruledOut.length === 0 ? (
            <p className="text-muted">Nothing.</p>
          ) : (
            <Facts items={body.ruledOut.map(({ strategy, because }) => [strategy, because])} />
          )}
        </Section>
        <Section title="What was answered">
          <Facts items={Object.entries(body.answers).map(([question, answer]) => [question, String(answer)])} />
        </Section>
      </>
    )}
  </OneRecord>
);
