import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { LiveKpi } from '#run/monitor/contract';
import { kpisQuery } from '../../api/queries.ts';
import { Sparkline } from '../../charts/sparkline.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { formatQuantity } from '../../ui/format-quantity.ts';
import { Quantity } from '../../ui/quantity.tsx';
import { VerdictBadge } from '../../ui/state-badge.tsx';
import { QueryView, Skeleton } from '../../ui/states.tsx';
import { isMet, mostTiles, pickKpis } from './shown-kpis.ts';

/** What a KPI is aimed at, in words. */
export const targetText = ({ target, unit, better }: Pick<LiveKpi, 'target' | 'unit' | 'better'>): string =>
  `${better === 'higher' ? 'at least' : 'at most'} ${formatQuantity({ value: target }, unit).value}`;

/** Met, missed, or not known; says when it was the sealed test that measured it. A missed stretch target is no failure. */
export const KpiVerdict = ({ kpi }: { readonly kpi: LiveKpi }) => {
  const met = isMet(kpi);
  const stretch = kpi.level === 'stretch';
  if (met === undefined) return <VerdictBadge verdict="undecided">not known</VerdictBadge>;
  const where = kpi.live === undefined ? 'in test' : '';
  const words = [met ? 'met' : 'missed', stretch ? 'stretch' : where].filter((word) => word !== '').join(' ');
  return <VerdictBadge verdict={met ? 'met' : stretch ? 'undecided' : 'missed'}>{words}</VerdictBadge>;
};

const Shown = ({ kpi }: { readonly kpi: LiveKpi }) => {
  const shown = kpi.live ?? kpi.evaluated;
  if (shown !== undefined) return <Quantity of={shown} unit={kpi.unit} large />;
  return (
    <span className="text-muted line-clamp-2 text-xs" title={kpi.unmeasured}>
      unmeasured: {kpi.unmeasured ?? 'no answer yet'}
    </span>
  );
};

const Kpi = ({ kpi }: { readonly kpi: LiveKpi }) => (
  <AppLink
    href="/stages/charter"
    className="bg-panel hover:border-line-strong relative flex min-h-[116px] min-w-0 flex-col rounded-md border px-3 py-2"
  >
    <span className="text-soft truncate" title={kpi.name}>
      {kpi.name}
    </span>
    <Shown kpi={kpi} />
    <span className="mt-auto flex items-end gap-x-2 pt-1">
      <KpiVerdict kpi={kpi} />
      <span className="text-muted shrink-0 text-xs leading-6">{targetText(kpi)}</span>
      {kpi.trend.length > 1 && (
        <span className="ml-auto block h-7 min-w-0 flex-1 sm:max-w-24">
          <Sparkline
            values={kpi.trend.map(({ value }) => value)}
            target={kpi.target}
            label={`${kpi.name}, last ${kpi.trend.length} values against the target`}
          />
        </span>
      )}
    </span>
  </AppLink>
);

const strip = 'grid grid-cols-[repeat(auto-fill,minmax(min(100%,226px),1fr))] gap-3';

/** What did not fit, with what is wrong among it. */
const More = ({ kpis }: { readonly kpis: readonly LiveKpi[] }) => {
  const missed = kpis.filter((kpi) => isMet(kpi) === false).length;
  const unknown = kpis.filter((kpi) => isMet(kpi) === undefined).length;
  return (
    <AppLink
      href="/stages/charter"
      className="bg-panel hover:border-line-strong flex min-h-[116px] flex-col justify-center rounded-md border px-3 py-2"
    >
      <span className="text-base font-medium">{kpis.length} more</span>
      <span className="text-soft">
        {missed} missed, {unknown} not known
      </span>
      <span className="text-accent mt-1">All KPIs in the charter</span>
    </AppLink>
  );
};

const countKey = 'throughline-kpis';

/** As many tiles as this project had last time, so that nothing moves when they come. */
const expectedTiles = (): number => Math.min(mostTiles, Math.max(1, Number(localStorage.getItem(countKey) ?? 6) || 6));

const Tiles = ({ kpis }: { readonly kpis: readonly LiveKpi[] }) => {
  useEffect(() => localStorage.setItem(countKey, String(kpis.length)), [kpis.length]);
  const { shown, more } = pickKpis(kpis);
  return (
    <div className={strip}>
      {shown.map((kpi) => (
        <Kpi key={kpi.kpi} kpi={kpi} />
      ))}
      {more.length > 0 && <More kpis={more} />}
    </div>
  );
};

/** Are the KPIs met? One tile each, live where production can measure it. */
export const KpiStrip = () => (
  <QueryView
    query={useQuery(kpisQuery())}
    skeleton={
      <div className={strip}>
        {Array.from({ length: expectedTiles() }, (_, index) => (
          <Skeleton key={index} className="h-[116px]" />
        ))}
      </div>
    }
  >
    {({ kpis }) =>
      kpis.length === 0 ? <p className="text-muted">The charter names no KPI yet.</p> : <Tiles kpis={kpis} />
    }
  </QueryView>
);
