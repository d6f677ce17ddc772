import type { LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import { contentBlocks, type WholeContent } from '../content-blocks.ts';
import type { EncodeContext } from '../port.ts';
import {
  annotationsOf,
  imageItem,
  itemId,
  itemOf,
  outcomeOf,
  responseOf,
  responsesUsage,
  sourceAnnotations,
} from './encode-parts.ts';

/** Sources have no item of their own: they are annotations of the text before them. */
const sourcesAfter = (contents: readonly WholeContent[], index: number): readonly object[] => {
  const found: object[] = [];
  for (const content of contents.slice(index + 1)) {
    if (content.type !== 'source') break;
    found.push(...sourceAnnotations(content.source));
  }
  return found;
};

const outputOf = (context: EncodeContext, contents: readonly WholeContent[]): readonly object[] => {
  const output: object[] = [];
  for (const [index, content] of contents.entries()) {
    if (content.type === 'source') continue;
    const kind = content.type === 'file' ? 'image' : content.block.kind;
    const id = itemId(context, kind, output.length);
    if (content.type === 'file') output.push(...[imageItem(content.file, id)].filter((item) => item !== undefined));
    else {
      const annotations = [...annotationsOf(content.citations), ...sourcesAfter(contents, index)];
      output.push(itemOf(content.block, { id, status: 'completed', annotations }));
    }
  }
  return output;
};

/** A whole response. */
export const encodeResponsesWhole = (
  context: EncodeContext,
  { content, finishReason, usage, providerMetadata }: LanguageModelV4GenerateResult,
): string =>
  JSON.stringify(
    responseOf(context, {
      ...outcomeOf(finishReason),
      output: outputOf(context, contentBlocks(content)),
      usage: responsesUsage(usage),
      throughline: providerMetadata?.['throughline'],
    }),
  );
