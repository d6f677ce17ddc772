/** The word that a chain of thought ends with. */
export const answerMarker = 'Answer:';

const triggers = /(?:final answer|therefore,? the answer|the answer) (?:is|:)\s*/gi;

/** The final answer of a chain of thought: after the last marker, else after the last "the answer is", else its last paragraph. */
export const extractAnswer = (thoughts: string): string => {
  const text = thoughts.trim();
  const at = text.toLowerCase().lastIndexOf(answerMarker.toLowerCase());
  if (at >= 0) {
    const after = text
      .slice(at + answerMarker.length)
      .replace(/^[\s*_]+/, '')
      .trim();
    if (after !== '') return after;
  }
  const trigger = [...text.matchAll(triggers)].at(-1);
  const said = trigger === undefined ? '' : text.slice(trigger.index + trigger[0].length).trim();
  return said === ''
    ? (text
        .split(/\n\s*\n/)
        .at(-1)
        ?.trim() ?? '')
    : said;
};
