import type { Fault, Result } from '#kernel';
import type { Chunk, IndexRecord, Passage, RetrievalMode } from './contract.ts';

export interface SearchRequest {
  readonly query: string;
  readonly mode: RetrievalMode;
  /** 1 to 100. */
  readonly k: number;
  /** Only these sources; absent means all. */
  readonly sources?: readonly string[];
  /** Weight of the dense score in hybrid fusion, 0 to 1. */
  readonly denseWeight?: number;
  /** `normalised` weighs scaled scores; `rrf` only looks at ranks. */
  readonly fusion?: 'normalised' | 'rrf';
}

/** Searches one index version. */
export interface Retriever {
  readonly index: IndexRecord;
  readonly search: (
    request: SearchRequest,
    options?: { readonly signal?: AbortSignal },
  ) => Promise<Result<readonly Passage[], Fault>>;
}

export interface RetrieverDep {
  readonly retrievers: { readonly open: (index: IndexRecord) => Promise<Result<Retriever, Fault>> };
}

/** A row of the vector index. */
export interface IndexRow {
  readonly chunk: Chunk;
  /** What BM25 sees: headings, text, and the words inside identifiers. The embedding sees headings and text. */
  readonly indexedText: string;
  readonly vector: Float32Array;
}

/** What `platform/index` implements with LanceDB. Tables are named by index version; a swap is a new record. */
export interface VectorIndexDep {
  readonly vectorIndex: {
    /** Creates `table` beside the others: copies kept documents, adds rows, builds indexes. A whole table of that name is left as it is. */
    readonly build: (request: BuildIndexRequest) => Promise<{ readonly rows: number }>;
    readonly searchText: (table: string, query: string, options: VectorSearchOptions) => Promise<readonly IndexHit[]>;
    readonly searchVector: (
      table: string,
      vector: Float32Array,
      options: VectorSearchOptions,
    ) => Promise<readonly IndexHit[]>;
    /** The passages of hits, in their order; one that was erased since the search is left out. */
    readonly chunks: (table: string, hits: readonly IndexHit[]) => Promise<readonly Chunk[]>;
    /** Whole tables; one that a crash cut short does not count. */
    readonly tables: () => Promise<readonly string[]>;
    /** Whether the files of a table are there; opens nothing. */
    readonly has: (table: string) => Promise<boolean>;
    /** Removes documents from a table so that nothing of their text is left on the disk. */
    readonly erase: (table: string, documentIds: readonly string[]) => Promise<void>;
    readonly drop: (table: string) => Promise<void>;
  };
}

export interface BuildIndexRequest {
  readonly table: string;
  readonly dimensions: number;
  /** Earlier table to keep rows from, with the documents to keep. */
  readonly keep?: { readonly table: string; readonly documentIds: readonly string[] };
  readonly rows: AsyncIterable<readonly IndexRow[]>;
}

export interface VectorSearchOptions {
  readonly limit: number;
  readonly sources?: readonly string[];
}

/** A passage that a search has found, without its text. */
export interface IndexHit {
  readonly id: string;
  /** Where the index keeps it: a hint that `chunks` takes, good as long as the table is not rewritten. */
  readonly row: bigint;
  /** BM25 score, or cosine similarity for vectors. */
  readonly score: number;
}
