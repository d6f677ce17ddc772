import { err, hashOf, ok, type Fault, type Result } from '#kernel';
import type { ModelCard, ModelFile } from './contract.ts';
import { fault } from './errors.ts';
import { parseSource } from './parse-source.ts';
import type { EngineSpecification, WeightsDep } from './port.ts';

export interface LocatedModel {
  readonly engine: EngineSpecification;
  readonly digest: string;
}

/** The files of a card: the weights first, then what belongs to them. None for models without files of their own. */
export const modelFiles = (card: ModelCard): readonly ModelFile[] => {
  const parsed = card.sources.map(parseSource);
  if (card.sources.length === 0 || parsed.every((source) => source?.kind === 'npm')) return [];
  const { providerModel: name, sources, sha256, bytes } = card;
  const weights = {
    name,
    sources,
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(bytes === undefined ? {} : { bytes }),
  };
  return [weights, ...card.companions, ...card.adapters];
};

const runOptions = ({ run: { parallel, processes, memoryMb } }: ModelCard): Partial<EngineSpecification> => ({
  ...(parallel === undefined ? {} : { parallel }),
  ...(processes === undefined ? {} : { processes }),
  ...(memoryMb === undefined ? {} : { memoryBytes: memoryMb * 1_000_000 }),
});

/** Where the files of a local model are, and the digest that names it. */
export const locateModel = async ({ weights }: WeightsDep, card: ModelCard): Promise<Result<LocatedModel, Fault>> => {
  const kind = card.engine ?? 'gguf';
  const files = modelFiles(card);
  if (kind === 'bundled' || files.length === 0) {
    const engine = { engine: kind, path: card.providerModel, maxTokens: card.contextTokens };
    return ok({ engine, digest: card.sha256 ?? card.providerModel });
  }
  const paths = await Promise.all(files.map((file) => weights.locate(card, file)));
  const [path, ...others] = paths.filter((found) => found !== undefined);
  if (path === undefined || paths.includes(undefined)) return err(fault('MODELS_NOT_PULLED', { id: card.id }));
  const tokenizerPath = card.companions.length > 0 ? others[0] : undefined;
  const adapters = card.adapters.map(({ scale }, index) => ({
    path: others[card.companions.length + index] ?? '',
    scale,
  }));
  const engine = {
    engine: kind,
    path,
    maxTokens: card.contextTokens,
    ...runOptions(card),
    ...(adapters.length === 0 ? {} : { adapters }),
    ...(tokenizerPath === undefined ? {} : { tokenizerPath }),
  };
  const base = card.sha256 ?? (await weights.digest(path));
  if (adapters.length === 0) return ok({ engine, digest: base });
  const digests = await Promise.all(adapters.map(({ path: file }) => weights.digest(file)));
  return ok({ engine, digest: hashOf([base, ...digests.map((digest, index) => [digest, adapters[index]?.scale])]) });
};
