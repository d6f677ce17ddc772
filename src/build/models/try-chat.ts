import type { Fault, JournalDep, ProgressDep } from '#kernel';
import type { ModelCard, Selection } from './contract.ts';
import { modelFiles } from './locate-model.ts';
import { measureFit } from './measure-fit.ts';
import type { ModelsDep, WeightsDep } from './port.ts';
import { pullModel } from './pull-model.ts';

export type TryDeps = ModelsDep & WeightsDep & JournalDep & ProgressDep;
type ChatEntry = Selection['chat'][number];

const unavailable = (card: ModelCard, { what, why }: Fault): ChatEntry => ({
  id: card.id,
  digest: card.sha256 ?? card.providerModel,
  available: false,
  reasons: [`${what} ${why}`],
});

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Pulls and opens a chat model and measures how well it fits; whatever goes wrong is a reason, not a failure. */
export const tryChat = async (deps: TryDeps, card: ModelCard, signal: AbortSignal): Promise<ChatEntry> => {
  if (modelFiles(card).length > 0) {
    const pulled = await pullModel(deps, card, signal);
    if (!pulled.ok) return unavailable(card, pulled.error);
  }
  const model = await deps.models.chat(card.id);
  if (!model.ok) return unavailable(card, model.error);
  deps.progress({ stage: 'models', message: `${card.id}: measuring how well it answers from a passage` });
  const measured = await measureFit(deps, model.value, signal);
  if (!measured.ok) return unavailable(card, measured.error);
  const { tokensPerSecond, ...fit } = measured.value;
  const share = `answered ${percent(fit.value)} of ${fit.n} probes as it should (95 % interval ${percent(fit.low)} to ${percent(fit.high)})`;
  return {
    id: card.id,
    digest: model.value.digest,
    available: true,
    fit,
    tokensPerSecond,
    reasons: [share, `${tokensPerSecond} tokens a second`],
  };
};
