import { hashOf } from '#kernel';
import type { Dataset, DatasetDocument } from '#build/data/contract';
import { chunkerVersion } from './chunk-document.ts';
import type { IndexRecord, KnowledgeConfig } from './contract.ts';

export interface PlanFacts {
  readonly config: KnowledgeConfig;
  readonly digest: string;
  readonly dataset: Dataset;
  /** The newest index with the dataset it was built from, if its table is still there. */
  readonly previous?: { readonly index: IndexRecord; readonly dataset: Dataset };
}

/** What has to be done to get the index of a dataset. */
export interface IndexPlan {
  readonly version: string;
  readonly table: string;
  /** Documents to chunk and embed. */
  readonly build: readonly DatasetDocument[];
  /** Documents whose passages are copied from the earlier table. */
  readonly keep?: { readonly table: string; readonly documentIds: readonly string[] };
  /** Documents that are gone. */
  readonly removed: readonly string[];
  readonly changed: IndexRecord['changed'];
}

/** Two documents give the same passages when title and text are the same. */
const isSame = (a: DatasetDocument, b: DatasetDocument): boolean => a.textHash === b.textHash && a.title === b.title;

/** All tables of passages, whatever their version, begin so. */
export const tablePrefix = 'passages_';

/** Compares a dataset with the one that the newest index was built from. Rows can be kept when chunking and model are the same. */
export const planIndex = ({ config, digest, dataset, previous }: PlanFacts): IndexPlan => {
  const settings = hashOf({ chunkerVersion, config, digest });
  const version = hashOf({ settings, dataset: dataset.version });
  const family = `${tablePrefix}${settings.slice(0, 8)}_`;
  const before = new Map((previous?.dataset.documents ?? []).map((document) => [document.id, document]));
  const now = new Set(dataset.documents.map(({ id }) => id));
  const same = dataset.documents.filter((document) => {
    const earlier = before.get(document.id);
    return earlier !== undefined && isSame(earlier, document);
  });
  const sameIds = new Set(same.map(({ id }) => id));
  const added = dataset.documents.filter(({ id }) => !before.has(id)).length;
  const removed = [...before.keys()].filter((id) => !now.has(id));
  const canKeep = previous?.index.table.startsWith(family) === true && same.length > 0;
  return {
    version,
    table: `${family}${version.slice(0, 16)}`,
    build: canKeep ? dataset.documents.filter(({ id }) => !sameIds.has(id)) : dataset.documents,
    ...(canKeep ? { keep: { table: previous.index.table, documentIds: [...sameIds] } } : {}),
    removed,
    changed: {
      added,
      updated: dataset.documents.length - added - same.length,
      removed: removed.length,
      kept: same.length,
    },
  };
};
