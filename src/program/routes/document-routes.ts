import {
  defineRoute,
  err,
  ok,
  type BlobsDep,
  type Json,
  type RecordsDep,
  type Route,
  type SpanStoreDep,
} from '#kernel';
import type { Dataset, DatasetDocument } from '#build/data/contract';
import { indexRecordSchema } from '#build/knowledge/contract';
import { citationSchema } from '#build/strategy/contract';
import { z } from 'zod';
import { programFaults } from '../errors.ts';

type Deps = RecordsDep & BlobsDep & SpanStoreDep;

const currentDataset = async ({ records }: RecordsDep): Promise<Dataset | undefined> => {
  const [record] = await records.list({ type: 'data/dataset', current: true, limit: 1 });
  return record?.body as Dataset | undefined;
};

const fileOf = (dataset: Dataset, document: DatasetDocument): string => {
  const source = dataset.sources.find(({ id }) => id === document.source);
  return `${source?.path ?? document.source}/${document.path}`;
};

const view = (dataset: Dataset, document: DatasetDocument, text: string) => ({
  id: document.id,
  title: document.title,
  file: fileOf(dataset, document),
  ...document.origin,
  fileHash: document.fileHash,
  text,
  headings: document.headings,
});

const unknown = (hash: string) => err(programFaults.fault('PROGRAM_RECORD_UNKNOWN', { hash }));

type Citation = z.infer<typeof citationSchema>;

interface Known {
  readonly dataset: Dataset | undefined;
  readonly indexVersion: string;
}

const citedPlace = ({ dataset, indexVersion }: Known, citation: Citation) => {
  const document = dataset?.documents.find(({ id }) => id === citation.documentId);
  return {
    ...citation,
    file: dataset !== undefined && document !== undefined ? fileOf(dataset, document) : citation.source,
    ...document?.origin,
    datasetVersion: dataset?.version ?? '',
    indexVersion,
  };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** An attribute may hold JSON as text, cut off or not JSON at all when somebody else wrote the span. */
const parseCitations = (held: Json | undefined): readonly Citation[] =>
  z
    .array(citationSchema)
    .catch([])
    .parse(typeof held === 'string' ? parseJson(held) : held);

const answerLineage = async (deps: Deps, traceId: string) => {
  const spans = await deps.spans.trace(traceId);
  if (spans.length === 0) return undefined;
  const find = (name: string): Json | undefined =>
    spans.map(({ attributes }) => attributes[name]).find((value) => value !== undefined);
  const text = (name: string): string => {
    const value = find(name);
    return typeof value === 'string' ? value : '';
  };
  const [index] = await deps.records.list({ type: 'knowledge/index', current: true, limit: 1 });
  const known = {
    dataset: await currentDataset(deps),
    indexVersion: indexRecordSchema.safeParse(index?.body).data?.version ?? '',
  };
  return {
    traceId,
    question: text('throughline.question'),
    answer: text('throughline.answer'),
    release: text('throughline.release') || undefined,
    citations: parseCitations(find('throughline.citations')).map((citation) => citedPlace(known, citation)),
  };
};

/** Documents, and the way from an answer to the paragraph and the file. */
export const documentRoutes = (deps: Deps): readonly Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/documents/:source/*',
    access: 'session',
    summary: 'The text of one document, as it is indexed and cited',
    handle: async ({ params }) => {
      const id = `${params['source'] ?? ''}/${params['*'] ?? ''}`;
      const dataset = await currentDataset(deps);
      const document = dataset?.documents.find((entry) => entry.id === id);
      if (dataset === undefined || document === undefined) return unknown(id);
      const text = await deps.blobs.get(document.textHash);
      return text === undefined
        ? unknown(document.textHash)
        : ok({ kind: 'json', body: view(dataset, document, new TextDecoder().decode(text)) });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/answers/:traceId/lineage',
    access: 'session-or-api-key',
    summary: 'From an answer to each cited paragraph, its file, package version, dataset and index',
    handle: async ({ params }) => {
      const lineage = await answerLineage(deps, params['traceId'] ?? '');
      return lineage === undefined ? unknown(params['traceId'] ?? '') : ok({ kind: 'json', body: lineage });
    },
  }),
];
