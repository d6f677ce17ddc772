import { createFaults } from '#kernel';

/** The faults of this stage. */
export const knowledgeFaults = createFaults({
  KNOWLEDGE_INPUT_MISSING: {
    what: 'There is no {type} record to build the index from.',
    why: 'The stage before this one has not finished.',
    remedy: 'Run the stages in order: throughline run.',
    status: 409,
    retryable: false,
  },
  KNOWLEDGE_NOTHING_TO_INDEX: {
    what: 'The dataset {version} holds no text that could be indexed.',
    why: '{documents} documents gave no passage.',
    remedy: 'Look at the quality report of the data stage.',
    status: 422,
    retryable: false,
  },
  KNOWLEDGE_TEXT_MISSING: {
    what: 'The text of {document} is not in the store.',
    why: 'The blob {hash} was deleted, or the data directory is not the one that the run wrote.',
    remedy: 'Run the data stage again: throughline run data.',
    status: 409,
    retryable: false,
  },
  KNOWLEDGE_INDEX_MISSING: {
    what: 'The index {table} is not there.',
    why: 'It was never built in this data directory, or it was removed from it.',
    remedy: 'Build it again: throughline run knowledge.',
    status: 409,
    retryable: false,
  },
  KNOWLEDGE_MODEL_CHANGED: {
    what: 'The index was built with the embedding model {indexed}, and {model} would search it.',
    why: 'Vectors of different models cannot be compared.',
    remedy: 'Build the index again: throughline run knowledge. Until then, search with bm25.',
    status: 409,
    retryable: false,
  },
  KNOWLEDGE_EMBEDDING_BROKEN: {
    what: 'The embedding model {model} gave {problem}.',
    why: 'An index with such vectors would answer wrongly.',
    remedy: 'Check the model with throughline doctor, or choose another one in `models.embedding`.',
    status: 502,
    retryable: true,
  },
});
