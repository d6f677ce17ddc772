import type { DatasetDocument, QualityFinding } from './contract.ts';

/** Documents whose text another document already has, word for word. */
export const findDuplicates = (documents: readonly DatasetDocument[]): readonly QualityFinding[] => {
  const firstByText = new Map<string, string>();
  return documents.flatMap(({ id, textHash }) => {
    const first = firstByText.get(textHash);
    if (first === undefined) {
      firstByText.set(textHash, id);
      return [];
    }
    return [{ check: 'duplicate', severity: 'warning', documentId: id, detail: `The same text as ${first}.` } as const];
  });
};
