import { err, ok, type Fault, type ProgressDep, type Result } from '#kernel';
import type { ModelCard, ModelFile } from './contract.ts';
import { fault } from './errors.ts';
import { modelFiles } from './locate-model.ts';
import { parseSource } from './parse-source.ts';
import type { WeightsDep } from './port.ts';

export interface PulledFile {
  readonly path: string;
  /** The source that gave it; undefined when it was in the models folder already. */
  readonly source: string | undefined;
}

type Deps = WeightsDep & ProgressDep;

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

const pullFile = async (
  { weights, progress }: Deps,
  { card, file }: { readonly card: ModelCard; readonly file: ModelFile },
  signal: AbortSignal | undefined,
): Promise<Result<PulledFile, Fault>> => {
  const found = await weights.locate(card, file);
  if (found !== undefined) return ok({ path: found, source: undefined });
  const reasons: string[] = [];
  for (const source of file.sources) {
    const parsed = parseSource(source);
    const label = source.length > 60 ? `${source.slice(0, 60)}…` : source;
    const onProgress = (done: number, total: number | undefined): void => {
      const amount =
        total === undefined ? `${megabytes(done)} MB` : `${megabytes(Math.min(done, total))} of ${megabytes(total)} MB`;
      progress({
        stage: 'models',
        message: `${card.id}: ${amount} from ${label}`,
        done,
        ...(total === undefined ? {} : { total }),
      });
    };
    progress({ stage: 'models', message: `${card.id}: asking ${label}` });
    const fetched =
      parsed === undefined
        ? err('it cannot be read as a source')
        : await weights.fetch(
            { card, file, source: parsed },
            { onProgress, ...(signal === undefined ? {} : { signal }) },
          );
    if (fetched.ok) return ok({ path: fetched.value, source });
    reasons.push(`${label}: ${fetched.error}`);
  }
  return err(
    fault('MODELS_PULL_FAILED', { id: card.id, file: file.name, reasons: reasons.join('; ') || 'It names no source.' }),
  );
};

/** Gets the files of a model from the first source that answers; what is there already is only checked. */
export const pullModel = async (
  deps: Deps,
  card: ModelCard,
  signal?: AbortSignal,
): Promise<Result<readonly PulledFile[], Fault>> => {
  const files = modelFiles(card);
  if (files.length === 0) {
    return card.engine === 'bundled'
      ? ok([])
      : err(fault('MODELS_NOTHING_TO_PULL', { id: card.id, provider: card.provider }));
  }
  const pulled: PulledFile[] = [];
  for (const file of files) {
    const result = await pullFile(deps, { card, file }, signal);
    if (!result.ok) return result;
    pulled.push(result.value);
  }
  return ok(pulled);
};
