export { buildIndex, type BuildIndexDeps, type IndexUseDep } from './build-index.ts';
export { chunkDocument, type ChunkOptions } from './chunk-document.ts';
export { knowledgeFaults } from './errors.ts';
export { findQuote, type QuoteSpan } from './find-quote.ts';
export type {
  BuildIndexRequest,
  IndexHit,
  IndexRow,
  Retriever,
  RetrieverDep,
  SearchRequest,
  VectorIndexDep,
  VectorSearchOptions,
} from './port.ts';
export { readDocumentText } from './read-text.ts';
export { createRetrievers } from './retriever.ts';
export { sectionSpan, sectionText } from './section-text.ts';
export { knowledgeStage, type KnowledgeDeps } from './stage.ts';
