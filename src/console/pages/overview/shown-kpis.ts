import type { LiveKpi } from '#run/monitor/contract';

/** Tiles at the most: two rows on a laptop. The charter has the rest. */
export const mostTiles = 8;

type Judged = Pick<LiveKpi, 'met' | 'evaluated' | 'better' | 'target'>;

/** Whether the target is met, live or else by the sealed test; undefined when neither knows. */
export const isMet = ({ met, evaluated, better, target }: Judged): boolean | undefined =>
  met ?? (evaluated && (better === 'higher' ? evaluated.value >= target : evaluated.value <= target));

export interface ShownKpis<Kpi> {
  readonly shown: readonly Kpi[];
  readonly more: readonly Kpi[];
}

/** All KPIs in their order; when they are too many, the missed blocking ones first and the last tile for what is left. */
export const pickKpis = <Kpi extends Judged & Pick<LiveKpi, 'level'>>(kpis: readonly Kpi[]): ShownKpis<Kpi> => {
  if (kpis.length <= mostTiles) return { shown: kpis, more: [] };
  const urgent = (kpi: Kpi): boolean => kpi.level === 'blocking' && isMet(kpi) === false;
  const sorted = [...kpis.filter(urgent), ...kpis.filter((kpi) => !urgent(kpi))];
  return { shown: sorted.slice(0, mostTiles - 1), more: sorted.slice(mostTiles - 1) };
};
