import type {
  LanguageModelV4Citation,
  LanguageModelV4Content,
  LanguageModelV4File,
  LanguageModelV4Source,
} from '@ai-sdk/provider';
import type { Block } from './sequence-parts.ts';

export type WholeContent =
  | { readonly type: 'block'; readonly block: Block; readonly citations: readonly LanguageModelV4Citation[] }
  | { readonly type: 'file'; readonly file: LanguageModelV4File }
  | { readonly type: 'source'; readonly source: LanguageModelV4Source };

const plain = { toolCallId: '', toolName: '', metadata: {} } as const;

type ContentOf<Type extends LanguageModelV4Content['type']> = Extract<LanguageModelV4Content, { type: Type }>;

const saidBlock = (content: ContentOf<'text' | 'reasoning'>): readonly WholeContent[] => {
  const metadata = content.providerMetadata ?? {};
  const isMarked = content.type === 'reasoning' && Object.keys(metadata).length > 0;
  if (content.text === '' && !isMarked) return [];
  const citations = content.type === 'text' ? (content.citations ?? []) : [];
  return [{ type: 'block', citations, block: { ...plain, kind: content.type, text: content.text, metadata } }];
};

const callBlock = (content: ContentOf<'tool-call'>): readonly WholeContent[] => {
  if (content.providerExecuted === true) return [];
  const { toolCallId, toolName, input, providerMetadata: metadata = {} } = content;
  const block: Block = { kind: 'tool', toolCallId, toolName, text: input === '' ? '{}' : input, metadata };
  return [{ type: 'block', block, citations: [] }];
};

const toWhole = (content: LanguageModelV4Content): readonly WholeContent[] => {
  switch (content.type) {
    case 'text':
    case 'reasoning':
      return saidBlock(content);
    case 'tool-call':
      return callBlock(content);
    case 'file':
      return [{ type: 'file', file: content }];
    case 'source':
      return [{ type: 'source', source: content }];
    default:
      return [];
  }
};

/** The content of a whole answer as the blocks that a stream of it would have had. */
export const contentBlocks = (content: readonly LanguageModelV4Content[]): readonly WholeContent[] =>
  content.flatMap(toWhole);
