import { z } from 'zod';
import { FaultError, isFaultError, type Fault } from '#kernel';
import type { ModelCard } from '../contract.ts';
import { fault } from '../errors.ts';
import type { RerankModel } from '../port.ts';
import type { ProviderWire, WireDeps } from '../provider-wire.ts';
import { remoteDigest } from '../remote-digest.ts';
import { callProvider, unreachable, type CallPolicy } from './call-provider.ts';
import { endpointFetch } from './endpoint-fetch.ts';
import { refusal } from './wire-fault.ts';

const resultsSchema = z.object({
  results: z.array(z.object({ index: z.number().int().nonnegative(), relevance_score: z.number() })),
});

/** Scores of a cross-encoder without its last layer are any number. */
const toShare = (score: number): number => 1 / (1 + Math.exp(-score));
const clamp = (score: number): number => Math.min(1, Math.max(0, score));

export interface RerankSource {
  readonly wire: ProviderWire;
  readonly card: ModelCard;
  /** The server gives logits in place of shares. */
  readonly givesLogits: boolean;
}

interface Call extends RerankSource {
  readonly query: string;
  readonly documents: readonly string[];
  readonly signal: AbortSignal;
}

const malformed = (id: string, text: string): FaultError =>
  new FaultError(fault('MODELS_ANSWER_MALFORMED', { id, message: `The body is not a ranking: ${text.slice(0, 120)}` }));

const readScores = ({ card, documents, givesLogits }: Call, text: string): readonly number[] => {
  const body = ((): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  })();
  const { data } = resultsSchema.safeParse(body);
  const scores = new Map(data?.results.map(({ index, relevance_score: score }) => [index, score]));
  return documents.map((_, index) => {
    const score = scores.get(index);
    if (score === undefined) throw malformed(card.id, text);
    return givesLogits ? toShare(score) : clamp(score);
  });
};

const refusalOf = async ({ wire, card }: Call, response: Response): Promise<Fault> => {
  const body = new Uint8Array(await response.arrayBuffer());
  const error = wire.readError(response.status, Object.fromEntries(response.headers), body);
  return refusal(card.id, response.status, error);
};

const attempt = async (deps: WireDeps, call: Call): Promise<readonly number[]> => {
  const { wire, card, query, documents, signal } = call;
  const url = wire.urls(card).rerank ?? '';
  const fetch = endpointFetch(deps, { card, baseUrl: url.slice(0, url.lastIndexOf('/')), sign: wire.sign });
  const body = { model: card.providerModel, query, documents, top_n: documents.length };
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers, signal });
    if (!response.ok) throw new FaultError(await refusalOf(call, response));
    return readScores(call, await response.text());
  } catch (thrown) {
    throw isFaultError(thrown) ? thrown : new FaultError(unreachable(card.id, thrown));
  }
};

/** A reranker behind `/rerank`, as Jina defined it and vLLM, llama.cpp and Together took it over. */
export const openCompatibleRerank = (deps: WireDeps, source: RerankSource, policy: CallPolicy = {}): RerankModel => ({
  card: source.card,
  digest: remoteDigest(source.card),
  rank: async (query, documents, { signal: callers } = {}) => {
    callers?.throwIfAborted();
    if (documents.length === 0) return { ok: true, value: [] };
    const run = (signal: AbortSignal) => attempt(deps, { ...source, query, documents, signal });
    return callProvider({ id: source.card.id, signal: callers, attempt: run }, policy);
  },
});
