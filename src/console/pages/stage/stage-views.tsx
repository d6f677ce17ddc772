import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

export interface StageView {
  /** Value of the query parameter `view`; the first one needs none. */
  readonly id: string;
  readonly label: string;
  readonly Body: LazyExoticComponent<ComponentType>;
}

const view = (id: string, label: string, load: () => Promise<ComponentType>): StageView => ({
  id,
  label,
  Body: lazy(async () => ({ default: await load() })),
});

/** The stages that have views of their own; all have their records. */
export const stageViews: Readonly<Record<string, readonly StageView[]>> = {
  charter: [view('charter', 'Charter and KPIs', async () => (await import('../charter/charter-view.tsx')).CharterView)],
  assess: [view('assessment', 'Assessment', async () => (await import('../plain/assess-view.tsx')).AssessView)],
  govern: [view('policies', 'Policies', async () => (await import('../plain/govern-view.tsx')).GovernView)],
  models: [
    view('selection', 'Selection', async () => (await import('../plain/models-view.tsx')).ModelsView),
    view('catalogue', 'Catalogue', async () => (await import('../models/catalogue-view.tsx')).CatalogueView),
  ],
  data: [
    view('documents', 'Documents', async () => (await import('../data/data-view.tsx')).DataView),
    view('quality', 'Quality', async () => (await import('../data/quality-tab.tsx')).QualityTab),
  ],
  strategy: [view('candidates', 'Candidates', async () => (await import('../plain/strategy-view.tsx')).StrategyView)],
  evaluate: [view('failures', 'Failures', async () => (await import('../evaluate/failures-view.tsx')).FailuresView)],
  experiments: [
    view('summary', 'Summary', async () => (await import('../experiments/experiments-view.tsx')).ExperimentsView),
    view(
      'questions',
      'Question by question',
      async () => (await import('../experiments/question-diff.tsx')).QuestionDiff,
    ),
  ],
  optimise: [view('result', 'Result', async () => (await import('../plain/optimise-view.tsx')).OptimiseView)],
  trials: [view('trial', 'Trial', async () => (await import('../trials/trials-view.tsx')).TrialsView)],
  readiness: [view('gates', 'Gates', async () => (await import('../readiness/readiness-view.tsx')).ReadinessView)],
  serve: [
    view('live', 'Live', async () => (await import('../gateway/live-view.tsx')).LiveView),
    view('keys', 'Keys', async () => (await import('../gateway/keys-view.tsx')).KeysView),
    view('usage', 'Budgets and usage', async () => (await import('../gateway/usage-view.tsx')).UsageView),
  ],
  rollout: [view('rollout', 'Rollout', async () => (await import('../rollout/rollout-view.tsx')).RolloutPage)],
  monitor: [view('live', 'Live', async () => (await import('../charter/monitor-view.tsx')).MonitorView)],
  learn: [view('proposal', 'Proposal', async () => (await import('../learn/learn-view.tsx')).LearnView)],
  operate: [view('capacity', 'Capacity', async () => (await import('../plain/operate-view.tsx')).OperateView)],
};
