import { useQuery } from '@tanstack/react-query';
import type { LiveKpi } from '#run/monitor/contract';
import { kpisQuery } from '../../api/queries.ts';
import { Sparkline } from '../../charts/sparkline.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { formatQuantity } from '../../ui/format-quantity.ts';
import { Quantity } from '../../ui/quantity.tsx';
import { VerdictBadge } from '../../ui/state-badge.tsx';
import { QueryView, Skeleton } from '../../ui/states.tsx';

/** What a KPI is aimed at, in words. */
export const targetText = ({ target, unit, better }: Pick<LiveKpi, 'target' | 'unit' | 'better'>): string =>
  `${better === 'higher' ? 'at least' : 'at most'} ${formatQuantity({ value: target }, unit).value}`;

const isMet = ({ met, evaluated, better, target }: LiveKpi): boolean | undefined =>
  met ?? (evaluated && (better === 'higher' ? evaluated.value >= target : evaluated.value <= target));

/** Met, missed, or not known; says when it was the sealed test that measured it. A missed stretch target is no failure. */
export const KpiVerdict = ({ kpi }: { readonly kpi: LiveKpi }) => {
  const met = isMet(kpi);
  const stretch = kpi.level === 'stretch';
  if (met === undefined) return <VerdictBadge verdict="unknown">unmeasured</VerdictBadge>;
  const words = [met ? 'met' : 'missed', kpi.live === undefined ? 'in test' : '']
    .filter((word) => word !== '')
    .join(' ');
  return <VerdictBadge verdict={met ? 'met' : stretch ? 'undecided' : 'missed'}>{words}</VerdictBadge>;
};

const Kpi = ({ kpi }: { readonly kpi: LiveKpi }) => (
  <AppLink
    href="/stages/charter"
    className="bg-panel hover:border-line-strong flex min-h-[222px] min-w-0 flex-col rounded-md border px-3 py-2.5"
  >
    <span className="text-soft mb-1 line-clamp-2 min-h-10">{kpi.name}</span>
    <Quantity of={kpi.live ?? kpi.evaluated} unit={kpi.unit} layout="stack" large unmeasured={kpi.unmeasured} />
    <span className="mt-auto flex flex-wrap items-center gap-x-2 gap-y-1 pt-2">
      <KpiVerdict kpi={kpi} />
      <span className="text-muted text-xs">
        {kpi.level === 'stretch' ? 'stretch: ' : ''}
        {targetText(kpi)}
      </span>
    </span>
    <span className="mt-2 block h-9">
      {kpi.trend.length > 1 && (
        <Sparkline
          values={kpi.trend.map(({ value }) => value)}
          target={kpi.target}
          label={`${kpi.name}, last ${kpi.trend.length} values against the target`}
        />
      )}
    </span>
  </AppLink>
);

const strip = 'grid grid-cols-[repeat(auto-fit,minmax(min(100%,152px),1fr))] gap-3';

/** Are the KPIs met? One tile each, live where production can measure it. */
export const KpiStrip = () => (
  <QueryView
    query={useQuery(kpisQuery())}
    skeleton={
      <div className={strip}>
        {Array.from({ length: 6 }, (_, index) => (
          <Skeleton key={index} className="h-[222px]" />
        ))}
      </div>
    }
  >
    {({ kpis }) =>
      kpis.length === 0 ? (
        <p className="text-muted">The charter names no KPI yet.</p>
      ) : (
        <div className={strip}>
          {kpis.map((kpi) => (
            <Kpi key={kpi.kpi} kpi={kpi} />
          ))}
        </div>
      )
    }
  </QueryView>
);
