import { FileText } from 'lucide-react';
import { useState } from 'react';
import {
  readinessReportSchema,
  waiverSchema,
  type Gate,
  type ReadinessReport,
  type Waiver,
} from '#prove/readiness/contract';
import { useRecords } from '../../api/queries.ts';
import { TextPanelLink } from '../../ui/app-link.tsx';
import { Button, buttonLook } from '../../ui/button.tsx';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { unitOf } from '../../ui/metric-words.ts';
import { Quantity } from '../../ui/quantity.tsx';
import { Section } from '../../ui/section.tsx';
import { VerdictBadge } from '../../ui/state-badge.tsx';
import { Empty, QueryView } from '../../ui/states.tsx';
import { WaiveDialog } from './waive-dialog.tsx';
import { terminal } from '../../ui/commands.ts';

/** The unit of what a gate measured: KPI gates carry the metric's name, the load test is a latency. */
const gateUnit = ({ id, measured }: Gate) => {
  if (id.includes('latency') || (measured !== undefined && measured.value > 1.5 && measured.method !== 'count'))
    return 'ms';
  return id.includes('cost') || id === 'budget' ? 'usd' : unitOf(id.replace(/^kpi-/, ''));
};

/** A gate, and a waiver that the report does not know yet. */
interface ShownGate extends Gate {
  readonly pendingWaiver?: Waiver;
}

const GateName = ({ gate }: { readonly gate: ShownGate }) => (
  <span className="block py-2">
    <span className="block font-medium">
      {gate.name}
      {!gate.blocking && <span className="text-muted ml-2 text-xs font-normal">does not block</span>}
    </span>
    <span className="text-soft block">{gate.says}</span>
    {gate.waivedBy && (
      <span className="text-waiting block">
        Waived by {gate.waivedBy.actor}: {gate.waivedBy.reason}
      </span>
    )}
    {gate.pendingWaiver && (
      <span className="text-waiting block">
        Waived by {gate.pendingWaiver.actor}: {gate.pendingWaiver.reason} It counts from the next run on.
      </span>
    )}
  </span>
);

const WaiveButton = ({ gate, onWaive }: { readonly gate: ShownGate; readonly onWaive: (gate: Gate) => void }) =>
  gate.blocking && gate.verdict !== 'pass' && gate.waivedBy === undefined && gate.pendingWaiver === undefined ? (
    <Button onClick={() => onWaive(gate)}>
      Waive<span className="sr-only"> {gate.name}</span>
    </Button>
  ) : null;

const columnsFor = (onWaive: (gate: Gate) => void): Columns<ShownGate> => [
  {
    id: 'verdict',
    header: 'Verdict',
    accessorKey: 'verdict',
    cell: ({ row }) => <VerdictBadge verdict={row.original.verdict} />,
    meta: { className: 'w-24 shrink-0' },
  },
  {
    id: 'gate',
    header: 'Gate',
    accessorKey: 'name',
    cell: ({ row }) => <GateName gate={row.original} />,
    meta: { className: 'flex-[2]' },
  },
  {
    id: 'target',
    header: 'Target',
    enableSorting: false,
    accessorKey: 'target',
    cell: ({ row }) => <span className="text-soft">{row.original.target}</span>,
    meta: { className: 'flex-1 @max-3xl:hidden' },
  },
  {
    id: 'measured',
    header: 'Measured',
    enableSorting: false,
    cell: ({ row: { original } }) =>
      original.measured && <Quantity of={original.measured} unit={gateUnit(original)} layout="stack" />,
    meta: { className: 'w-36 shrink-0 @max-2xl:hidden' },
  },
  {
    id: 'evidence',
    header: 'Evidence',
    enableSorting: false,
    cell: ({ row: { original } }) =>
      original.evidence && (
        <TextPanelLink open={{ record: original.evidence }} className="font-mono text-xs">
          {original.evidence.slice(0, 8)}
        </TextPanelLink>
      ),
    meta: { className: 'w-24 shrink-0 @max-lg:hidden' },
  },
  {
    id: 'act',
    header: '',
    enableSorting: false,
    cell: ({ row }) => <WaiveButton gate={row.original} onWaive={onWaive} />,
    meta: { className: 'w-[88px] shrink-0', right: true },
  },
];

const Verdict = ({ report }: { readonly report: ReadinessReport }) => {
  const names = report.gates.filter(({ id }) => report.failedGates.includes(id)).map(({ name }) => name);
  return (
    <div
      className={`mb-5 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg px-4 py-3 ${report.ready ? 'bg-fresh-wash' : 'bg-failed-wash'}`}
    >
      <div className="min-w-0 flex-1 basis-64">
        <p className="text-base font-semibold">
          {report.ready ? `${report.candidateName} may be released` : `${report.candidateName} may not be released yet`}
        </p>
        <p>
          {report.ready
            ? 'Every blocking gate passed or was waived.'
            : `${names.length} blocking ${names.length === 1 ? 'gate has' : 'gates have'} not passed: ${names.join(', ')}.`}{' '}
          {report.sealedUse}
        </p>
      </div>
      <a href="/api/readiness/report.html" target="_blank" rel="noreferrer" className={buttonLook()}>
        <FileText size={15} aria-hidden />
        Report
      </a>
    </div>
  );
};

const order = ['fail', 'unknown', 'pass'];

/** Gates with the waivers that people gave since the report; the next run takes them in. */
const useWaived = (report: ReadinessReport): readonly ShownGate[] => {
  const { data } = useRecords('readiness/waiver', waiverSchema);
  const given = data?.records.filter(({ body }) => body.candidateId === report.candidateId) ?? [];
  return report.gates.map((gate) => {
    const waiver = given.find(({ body }) => body.gate === gate.id)?.body;
    return waiver === undefined || gate.waivedBy !== undefined ? gate : { ...gate, pendingWaiver: waiver };
  });
};

const Gates = ({ report }: { readonly report: ReadinessReport }) => {
  const [waiving, setWaiving] = useState<Gate>();
  const gates = useWaived(report).toSorted(
    (a, b) => Number(b.blocking) - Number(a.blocking) || order.indexOf(a.verdict) - order.indexOf(b.verdict),
  );
  return (
    <>
      <Verdict report={report} />
      <DataTable label="Gates" columns={columnsFor(setWaiving)} rows={gates} rowKey={({ id }) => id} rowHeight={56} />
      <WaiveDialog gate={waiving} candidateId={report.candidateId} close={() => setWaiving(undefined)} />
    </>
  );
};

/** May the candidate be released: each gate with its evidence. */
export const ReadinessView = () => (
  <QueryView query={useRecords('readiness/report', readinessReportSchema)}>
    {({ records: [record] }) =>
      record === undefined ? (
        <Empty title="No release decision yet" command={terminal.run('readiness')}>
          The gates are checked on the sealed questions, once per decision.
        </Empty>
      ) : (
        <Section
          title="Gates"
          says="blocking ones first"
          aside={<TextPanelLink open={{ record: record.hash }}>record</TextPanelLink>}
        >
          <Gates report={record.body} />
        </Section>
      )
    }
  </QueryView>
);
