import { ok, type Fault, type Result } from '#kernel';
import { candidatesOf } from './candidates.ts';
import { chooseEmbedding } from './choose-embedding.ts';
import type { ModelCard, ModelsConfig, Selection } from './contract.ts';
import { rankCandidates } from './rank-candidates.ts';
import { catalogueDate } from './catalogue.ts';
import { modelSignals } from './model-signals.ts';
import { ruleOut, type Constraints } from './rule-out.ts';
import { tryChat, type TryDeps } from './try-chat.ts';

export interface SelectInput {
  readonly config: ModelsConfig;
  readonly constraints: Constraints;
  /** The selection before, to tell what has changed; undefined the first time. */
  readonly previous?: Selection | undefined;
  /** ISO 8601. */
  readonly today: string;
  readonly signal: AbortSignal;
}

const extractiveOnly =
  'No chat model could be had, so only the extractive baseline is available: it quotes the sources and writes nothing of its own.';

const rankChat = (entries: Selection['chat'], cards: readonly ModelCard[]): Selection['chat'] => {
  const prices = new Map(cards.map(({ id, price }) => [id, price.output]));
  const candidates = entries.map((entry) => {
    const { id, available, fit, tokensPerSecond } = entry;
    return { id, available, fit, tokensPerSecond, outputPrice: prices.get(id) ?? 0, entry };
  });
  return rankCandidates(candidates).map(({ entry }) => entry);
};

/** Chooses the models of a project: what the charter allows, what can be had, ranked by what was measured. */
export const selectModels = async (
  deps: TryDeps,
  { config, constraints, previous, today, signal }: SelectInput,
): Promise<Result<Selection, Fault>> => {
  const chatCards = config.generative ? await candidatesOf(deps, config, 'chat') : ok([]);
  if (!chatCards.ok) return chatCards;
  const embeddingCards = await candidatesOf(deps, config, 'embedding');
  if (!embeddingCards.ok) return embeddingCards;
  const chat = ruleOut({ constraints, needs: config.needs, today }, chatCards.value);
  const embedding = ruleOut({ constraints, today }, embeddingCards.value);

  const chosen = await chooseEmbedding(deps, embedding.allowed, signal);
  if (!chosen.ok) return chosen;
  const entries: Selection['chat'] = [];
  for (const card of chat.allowed) entries.push(await tryChat(deps, card, signal));

  const missing = entries.filter(({ available }) => !available).map(({ reasons }) => reasons.join(' '));
  const cards = [...chatCards.value, ...embeddingCards.value];
  const usable = entries.some(({ available }) => available);
  return ok({
    chat: rankChat(entries, chat.allowed),
    embedding: chosen.value.embedding,
    ruledOut: [...chat.ruledOut, ...embedding.ruledOut],
    signals: [...modelSignals({ cards, previous, today, catalogueDate })],
    prices: Object.fromEntries(cards.map(({ id, price }) => [id, price])),
    notices: [...chosen.value.notices, ...missing, ...(usable ? [] : [extractiveOnly])],
  });
};
