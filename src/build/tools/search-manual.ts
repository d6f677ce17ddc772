import { z } from 'zod';
import { err, ok, type Json } from '#kernel';
import { passageSchema, type Passage } from '#build/knowledge/contract';
import type { Retriever } from '#build/knowledge';
import { defineTool, type Tool } from './define-tool.ts';
import { toolsFaults } from './errors.ts';

export interface SearchManualOptions {
  readonly retriever: Retriever;
  readonly timeoutMs: number;
}

/** The name and schemas of `search_manual`, without what it searches. */
export const searchManualSpecification = {
  name: 'search_manual',
  description: 'Searches the manual and returns the best passages.',
  parameters: {
    type: 'object',
    properties: {
      query: { type: 'string', minLength: 1, maxLength: 500, description: 'what to look for' },
    },
    required: ['query'],
    additionalProperties: false,
  },
  result: {
    type: 'object',
    properties: {
      passages: {
        type: 'array',
        maxItems: 8,
        items: { type: 'object', required: ['id', 'documentId', 'text', 'start', 'end'] },
      },
    },
    required: ['passages'],
  },
} as const satisfies Json;

/** Few, so that small models can read them; fixed, because they get even one number wrong. */
const returned = 3;

const argumentsSchema = z.object({ query: z.string() });
const resultSchema = z.object({ passages: z.array(passageSchema) });

/** The passages in a result of `search_manual`; none when it is something else. */
export const passagesFromResult = (result: Json): readonly Passage[] => {
  const parsed = resultSchema.safeParse(result);
  return parsed.success ? parsed.data.passages : [];
};

const show = (result: Json): string => {
  const passages = passagesFromResult(result);
  if (passages.length === 0) return 'Nothing found.';
  return passages
    .map(({ title, headingPath, text }, index) => `[${index + 1}] ${[title, ...headingPath].join(' > ')}\n${text}`)
    .join('\n\n');
};

/** Searches the index that the strategy was compiled against. */
export const createSearchManual = ({ retriever, timeoutMs }: SearchManualOptions): Tool =>
  defineTool({
    ...searchManualSpecification,
    timeoutMs,
    show,
    run: async (given, { signal }) => {
      const { query } = argumentsSchema.parse(given);
      const found = await retriever.search({ query, mode: 'hybrid', k: returned }, { signal });
      if (!found.ok) return err(toolsFaults.fault('TOOLS_FAILED', { tool: 'search_manual', cause: found.error.what }));
      return ok({ passages: found.value.map((passage): Json => JSON.parse(JSON.stringify(passage))) });
    },
  });
