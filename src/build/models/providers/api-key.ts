import { err, ok, type Fault, type Result } from '#kernel';
import type { ModelCard } from '../contract.ts';
import { fault } from '../errors.ts';
import type { EnvironmentDep } from '../port.ts';

/** The key in the variable that the card names, else in one of the usual ones. */
export const findApiKey = (
  { environment }: EnvironmentDep,
  { endpoint }: ModelCard,
  usual: readonly string[],
): string | undefined => {
  const names = endpoint?.apiKeyEnv === undefined ? usual : [endpoint.apiKeyEnv];
  return names.map((name) => environment.read(name)?.trim() ?? '').find((value) => value !== '');
};

/** As `findApiKey`, where nothing works without one. */
export const readApiKey = (deps: EnvironmentDep, card: ModelCard, usual: readonly string[]): Result<string, Fault> => {
  const key = findApiKey(deps, card, usual);
  if (key !== undefined) return ok(key);
  return err(fault('MODELS_KEY_MISSING', { id: card.id, variable: card.endpoint?.apiKeyEnv ?? usual[0] ?? '' }));
};
