const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** `column IN ('a', 'b')`, for any text. */
export const isIn = (column: 'id' | 'source' | 'documentId', values: readonly string[]): string =>
  values.length === 0 ? 'false' : `${column} IN (${values.map(quote).join(', ')})`;

/** A query that BM25 can take: well-formed, without control characters, of bounded length; empty when nothing is left. */
export const sanitiseQuery = (query: string): string =>
  query
    .slice(0, 4000)
    .toWellFormed()
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{N}\p{M}_]+/gu, ' ')
    .trim()
    .slice(0, 2000);
