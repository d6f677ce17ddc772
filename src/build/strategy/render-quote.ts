/** A quote as it stands in an answer: code blocks and lists start in the first column, as a renderer expects. */
export const renderQuote = (quote: string): string => {
  const lines = quote.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents, 40);
  return lines.map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length))).join('\n');
};
