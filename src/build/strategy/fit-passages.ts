import type { Passage } from '#build/knowledge/contract';

export interface FitRequest {
  readonly contextTokens: number;
  readonly maxTokens: number;
  /** Characters of everything else in the prompt. */
  readonly otherCharacters: number;
}

// A cautious estimate for English text with code; the tokenizer of a remote model is not at hand.
const charactersPerToken = 3;
const reservedTokens = 200;
const shortestUseful = 200;

/** Cuts passages at line ends so that the prompt fits the model's context; what does not fit at all is left out. */
export const fitPassages = (
  passages: readonly Passage[],
  { contextTokens, maxTokens, otherCharacters }: FitRequest,
): readonly Passage[] => {
  let room = (contextTokens - maxTokens - reservedTokens) * charactersPerToken - otherCharacters;
  const fitting: Passage[] = [];
  for (const passage of passages) {
    if (passage.text.length <= room) fitting.push(passage);
    else if (room >= shortestUseful) {
      const cut = passage.text.lastIndexOf('\n', room);
      const length = cut > shortestUseful ? cut : room;
      fitting.push({ ...passage, text: passage.text.slice(0, length), end: passage.start + length });
    }
    room -= passage.text.length;
  }
  return fitting;
};
