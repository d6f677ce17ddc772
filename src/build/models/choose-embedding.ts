import { err, ok, type Fault, type Result } from '#kernel';
import type { ModelCard, Selection } from './contract.ts';
import { fault } from './errors.ts';
import { modelFiles } from './locate-model.ts';
import { pullModel } from './pull-model.ts';
import type { TryDeps } from './try-chat.ts';

export interface ChosenEmbedding {
  readonly embedding: Selection['embedding'];
  /** Why better candidates were passed over. */
  readonly notices: readonly string[];
}

const tryEmbedding = async (
  deps: TryDeps,
  card: ModelCard,
  signal: AbortSignal,
): Promise<Result<Selection['embedding'], Fault>> => {
  if (modelFiles(card).length > 0) {
    const pulled = await pullModel(deps, card, signal);
    if (!pulled.ok) return pulled;
  }
  const model = await deps.models.embedding(card.id);
  if (!model.ok) return model;
  // One vector shows that the files load and that the card tells the truth about its dimensions.
  const embedded = await model.value.embed(['Does it load?'], { kind: 'passage', signal });
  if (!embedded.ok) return embedded;
  const dimensions = embedded.value[0]?.length ?? 0;
  if (dimensions !== model.value.dimensions) {
    return err(
      fault('MODELS_LOAD_FAILED', {
        id: card.id,
        message: `Its vectors have ${dimensions} dimensions and not ${model.value.dimensions}.`,
      }),
    );
  }
  return ok({ id: card.id, digest: model.value.digest, dimensions });
};

/** The first embedding model that works. */
export const chooseEmbedding = async (
  deps: TryDeps,
  cards: readonly ModelCard[],
  signal: AbortSignal,
): Promise<Result<ChosenEmbedding, Fault>> => {
  const notices: string[] = [];
  let last: Fault = fault('MODELS_NO_EMBEDDING', { reasons: 'The charter rules out every candidate.' });
  for (const card of cards) {
    const tried = await tryEmbedding(deps, card, signal);
    if (tried.ok) return ok({ embedding: tried.value, notices });
    notices.push(`Embedding model ${card.id} could not be used: ${tried.error.what} ${tried.error.why}`);
    last = fault('MODELS_NO_EMBEDDING', { reasons: notices.join(' ') });
  }
  return err(last);
};
