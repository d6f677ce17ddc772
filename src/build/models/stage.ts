import {
  defineStage,
  err,
  ok,
  type ClockDep,
  type Fault,
  type RecordDraft,
  type RecordsDep,
  type Result,
  type StageInput,
  type WatchInput,
} from '#kernel';
import { charterSchema } from '#plan/charter/contract';
import { isPulled } from './candidates.ts';
import { modelsConfigSchema, selectionSchema, type ModelsConfig, type Selection } from './contract.ts';
import { fault } from './errors.ts';
import { findCard } from './find-card.ts';
import { modelSignals } from './model-signals.ts';
import type { EnvironmentDep, WeightsDep } from './port.ts';
import { selectModels } from './select-models.ts';
import type { TryDeps } from './try-chat.ts';

export type ModelsStageDeps = TryDeps & RecordsDep & EnvironmentDep & ClockDep;

const todayOf = ({ clock }: ClockDep): string => new Date(clock.now()).toISOString().slice(0, 10);

/** The newest selection, current or not; undefined when there is none that can be read. */
const lastSelection = async ({ records }: RecordsDep): Promise<Selection | undefined> => {
  const [newest] = await records.list({ type: 'models/selection', limit: 1 });
  return selectionSchema.safeParse(newest?.body).data;
};

const run = async (
  deps: ModelsStageDeps,
  { config, read, signal }: StageInput<ModelsConfig>,
): Promise<Result<readonly RecordDraft[], Fault>> => {
  const [charter] = read('charter/charter');
  if (charter === undefined) return err(fault('MODELS_CHARTER_MISSING'));
  const { constraints } = charterSchema.parse(charter.body);
  const selection = await selectModels(deps, {
    config,
    constraints,
    previous: await lastSelection(deps),
    today: todayOf(deps),
    signal,
  });
  if (!selection.ok) return selection;
  return ok([{ type: 'models/selection', body: selection.value, inputs: [charter.hash] }]);
};

/** Ids of the last selection whose files are there although it found them missing, or gone although it used them. */
const changedWeights = async (
  deps: WeightsDep,
  config: ModelsConfig,
  selection: Selection,
): Promise<readonly string[]> => {
  const said = [...selection.chat, { id: selection.embedding.id, available: true }];
  const changed = await Promise.all(
    said.map(async ({ id, available }) => {
      const card = findCard(config, id);
      return card.ok && card.value.engine !== undefined && (await isPulled(deps, card.value)) !== available;
    }),
  );
  return said.filter((_, index) => changed[index]).map(({ id }) => id);
};

/** The selection holds as long as the same weights are on this machine and the same keys are set. */
const watch = async (
  deps: ModelsStageDeps,
  { config }: WatchInput<ModelsConfig>,
): Promise<Readonly<Record<string, string>>> => {
  const keys = config.chat.flatMap((id) => {
    const card = findCard(config, id);
    return card.ok ? (card.value.endpoint?.apiKeyEnv ?? []) : [];
  });
  const selection = await lastSelection(deps);
  const changed = selection === undefined ? [] : await changedWeights(deps, config, selection);
  const today = todayOf(deps);
  const ends = config.chat.flatMap((id) => {
    const card = findCard(config, id);
    return card.ok ? modelSignals({ cards: [card.value], previous: undefined, today, catalogueDate: today }) : [];
  });
  return {
    ...(ends.length === 0 ? {} : { ending: ends.map(({ model }) => model).join(',') }),
    keys: keys.filter((name) => (deps.environment.read(name) ?? '') !== '').join(','),
    weights: changed.length === 0 ? 'as recorded' : `changed: ${changed.join(',')}`,
  };
};

/** Chooses the models by the charter's constraints and by what was measured on this machine. */
export const modelsStage = defineStage<ModelsConfig, ModelsStageDeps>({
  name: 'models',
  phase: 'build',
  question: 'Which models may be used, and which of them fits best?',
  reads: ['charter/charter'],
  writes: ['models/selection'],
  config: modelsConfigSchema,
  watch,
  run,
});
