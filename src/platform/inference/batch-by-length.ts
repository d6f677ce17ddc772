export interface TokenisedText {
  /** Its place in the caller's list. */
  readonly index: number;
  readonly tokens: readonly number[];
}

/** Groups texts of similar length so that little padding is computed; a batch holds at most `budget` padded tokens. */
export const batchByLength = (
  texts: readonly TokenisedText[],
  budget: number,
): readonly (readonly TokenisedText[])[] => {
  const sorted = texts.toSorted((a, b) => b.tokens.length - a.tokens.length);
  const batches: TokenisedText[][] = [];
  for (const text of sorted) {
    const current = batches.at(-1);
    const width = current?.[0]?.tokens.length ?? 0;
    if (current !== undefined && width * (current.length + 1) <= budget) current.push(text);
    else batches.push([text]);
  }
  return batches;
};
