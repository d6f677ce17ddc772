import {
  defineStage,
  err,
  ok,
  type Fault,
  type RecordDraft,
  type RecordsDep,
  type Result,
  type StageInput,
} from '#kernel';
import { datasetSchema } from '#build/data/contract';
import type { ModelsDep } from '#build/models';
import { selectionSchema } from '#build/models/contract';
import { buildIndex, type BuildIndexDeps } from './build-index.ts';
import { indexRecordSchema, knowledgeConfigSchema, type KnowledgeConfig } from './contract.ts';
import { knowledgeFaults } from './errors.ts';
import type { VectorIndexDep } from './port.ts';

export type KnowledgeDeps = BuildIndexDeps & ModelsDep;

const run = async (
  deps: KnowledgeDeps,
  { config, read, signal }: StageInput<KnowledgeConfig>,
): Promise<Result<readonly RecordDraft[], Fault>> => {
  const [datasetRecord] = read('data/dataset');
  if (datasetRecord === undefined)
    return err(knowledgeFaults.fault('KNOWLEDGE_INPUT_MISSING', { type: 'data/dataset' }));
  const [selectionRecord] = read('models/selection');
  if (selectionRecord === undefined)
    return err(knowledgeFaults.fault('KNOWLEDGE_INPUT_MISSING', { type: 'models/selection' }));
  const model = await deps.models.embedding(selectionSchema.parse(selectionRecord.body).embedding.id);
  if (!model.ok) return model;
  const index = await buildIndex(deps, {
    config,
    dataset: datasetSchema.parse(datasetRecord.body),
    model: model.value,
    signal,
  });
  if (!index.ok) return index;
  return ok([{ type: 'knowledge/index', body: index.value, inputs: [datasetRecord.hash, selectionRecord.hash] }]);
};

/** The record may be there and its table not: a restored backup holds no index. */
const isTableLost = async ({ records, vectorIndex }: RecordsDep & VectorIndexDep): Promise<boolean> => {
  const [newest] = await records.list({ type: 'knowledge/index', limit: 1 });
  const index = indexRecordSchema.safeParse(newest?.body);
  return index.success && !(await vectorIndex.has(index.data.table));
};

/** Cuts the dataset into passages and indexes them for BM25 and dense search. */
export const knowledgeStage = defineStage<KnowledgeConfig, KnowledgeDeps>({
  name: 'knowledge',
  phase: 'build',
  question: 'Which passage answers a question?',
  reads: ['data/dataset', 'models/selection'],
  writes: ['knowledge/index'],
  config: knowledgeConfigSchema,
  watch: async (deps) => ({ table: (await isTableLost(deps)) ? 'lost' : 'present' }),
  run,
});
