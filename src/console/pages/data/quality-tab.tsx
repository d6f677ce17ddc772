import { qualityReportSchema, type QualityFinding, type QualityReport } from '#build/data/contract';
import { useRecords } from '../../api/queries.ts';
import { BarList } from '../../charts/bar-list.tsx';
import { formatQuantity } from '../../ui/format-quantity.ts';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { useParam, useSetParams } from '../../ui/location.ts';
import { Badge, VerdictBadge, type Tone } from '../../ui/state-badge.tsx';
import { Empty, QueryView } from '../../ui/states.tsx';
import { terminal } from '../../ui/commands.ts';

const tones: Readonly<Record<QualityFinding['severity'], Tone>> = {
  info: 'never',
  warning: 'stale',
  blocking: 'failed',
};
const severities = ['blocking', 'warning', 'info'];

interface Row extends QualityFinding {
  readonly key: string;
}

const columns: Columns<Row> = [
  {
    id: 'severity',
    header: 'Severity',
    accessorFn: ({ severity }) => severities.indexOf(severity),
    cell: ({ row }) => <Badge tone={tones[row.original.severity]}>{row.original.severity}</Badge>,
    meta: { className: 'w-28 shrink-0' },
  },
  {
    id: 'document',
    header: 'Document',
    accessorKey: 'documentId',
    cell: ({ row }) => <span className="block truncate font-medium">{row.original.documentId}</span>,
    meta: { className: 'flex-1' },
  },
  {
    id: 'detail',
    header: 'Finding',
    accessorKey: 'detail',
    cell: ({ row }) => (
      <span className="text-soft block truncate" title={row.original.detail}>
        {row.original.detail}
      </span>
    ),
    meta: { className: 'flex-[1.5] @max-lg:hidden' },
  },
];

const Findings = ({ report }: { readonly report: QualityReport }) => {
  const check = useParam('check');
  const setParams = useSetParams();
  const shown = report.findings.filter((finding) => check === undefined || finding.check === check);
  const rows = shown
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    .map((finding, index) => ({ ...finding, key: String(index) }));
  const bad = report.badDocuments / Math.max(1, report.documents);
  return (
    <>
      <p className="mb-4 flex flex-wrap items-center gap-2">
        <VerdictBadge verdict={bad <= report.threshold ? 'pass' : 'fail'} />
        {report.badDocuments} of {report.documents} documents have a blocking problem (
        {formatQuantity({ value: bad }, 'share').value}); the run fails above{' '}
        {formatQuantity({ value: report.threshold }, 'share').value}.
      </p>
      <div className="mb-5 max-w-xl">
        <BarList
          label="Findings by check"
          active={check}
          onChoose={(id) => setParams({ check: id === check ? undefined : id }, true)}
          bars={Object.entries(report.countsByCheck)
            .filter(([, count]) => count > 0)
            .map(([id, count]) => ({ id, value: count, text: String(count) }))}
        />
      </div>
      <DataTable
        label="Findings"
        columns={columns}
        rows={rows}
        rowKey={({ key }) => key}
        onOpen={({ documentId }) => setParams({ doc: documentId, record: undefined })}
        empty={<Empty title="No findings">Every document passed every check.</Empty>}
      />
    </>
  );
};

/** What the quality checks found. */
export const QualityTab = () => (
  <QueryView query={useRecords('data/quality-report', qualityReportSchema)}>
    {({ records: [record] }) =>
      record === undefined ? (
        <Empty title="No quality report yet" command={terminal.run('data')} />
      ) : (
        <Findings report={record.body} />
      )
    }
  </QueryView>
);
