import type { RecordsDep } from '#kernel';
import { datasetSchema } from '#build/data/contract';
import { indexRecordSchema } from './contract.ts';
import type { PlanFacts } from './plan-index.ts';
import type { VectorIndexDep } from './port.ts';

/** The newest index whose table is still there, with the dataset it was built from. */
export const findPrevious = async ({
  records,
  vectorIndex,
}: RecordsDep & VectorIndexDep): Promise<PlanFacts['previous']> => {
  const [newest] = await records.list({ type: 'knowledge/index', limit: 1 });
  const index = indexRecordSchema.safeParse(newest?.body);
  if (newest === undefined || !index.success || !(await vectorIndex.tables()).includes(index.data.table))
    return undefined;
  for (const hash of newest.inputs) {
    const record = await records.get(hash);
    const dataset = record?.type === 'data/dataset' ? datasetSchema.safeParse(record.body) : undefined;
    if (dataset?.success === true) return { index: index.data, dataset: dataset.data };
  }
  return undefined;
};
