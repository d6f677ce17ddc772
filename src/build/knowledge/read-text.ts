import { err, ok, type BlobsDep, type Fault, type Result } from '#kernel';
import type { DatasetDocument } from '#build/data/contract';
import { knowledgeFaults } from './errors.ts';

/** The normalised text of a document: what all spans of its passages point into. */
export const readDocumentText = async (
  { blobs }: BlobsDep,
  { id, textHash }: Pick<DatasetDocument, 'id' | 'textHash'>,
): Promise<Result<string, Fault>> => {
  const bytes = await blobs.get(textHash);
  if (bytes === undefined)
    return err(knowledgeFaults.fault('KNOWLEDGE_TEXT_MISSING', { document: id, hash: textHash }));
  return ok(new TextDecoder().decode(bytes));
};
