import type { ZodType } from 'zod';
import { ok, type ClockDep, type Fault, type RecordsDep, type Result, type StoredRecord } from '#kernel';
import type { CompileDep } from '#build/strategy';
import { candidateSchema } from '#build/strategy/contract';
import { optimisationSchema } from '#prove/optimise/contract';
import { readinessReportSchema } from '#prove/readiness/contract';
import { allCandidates, type FoundCandidate, type Served } from '#run/serve';

type Deps = RecordsDep & CompileDep & ClockDep;

/** Candidates that can be tried without a release. */
export interface LivePreviews {
  readonly refresh: () => Promise<void>;
  /** The candidate of that id or name; for `preview` the one readiness judged last, else the newest. */
  readonly find: (model: string) => Promise<Result<Served, Fault> | undefined>;
  /** As known now, without a look into the store. */
  readonly candidates: () => readonly FoundCandidate[];
}

interface Previews {
  readonly at: number;
  readonly candidates: readonly FoundCandidate[];
  readonly preferred: FoundCandidate | undefined;
}

/** Records whose body fits; one that an older version wrote and that no longer fits is left out. */
const parsed = <Body>(schema: ZodType<Body>, records: readonly StoredRecord[]): readonly StoredRecord<Body>[] =>
  records.flatMap((record) => {
    const body = schema.safeParse(record.body);
    return body.success ? [{ ...record, body: body.data }] : [];
  });

const load = async ({ records, clock }: Deps): Promise<Previews> => {
  const list = async <Body>(type: string, schema: ZodType<Body>): Promise<readonly StoredRecord<Body>[]> =>
    parsed(schema, await records.list({ type, current: true }));
  const [candidates, optimisations, [report]] = await Promise.all([
    list('strategy/candidate', candidateSchema),
    list('optimise/result', optimisationSchema),
    list('readiness/report', readinessReportSchema),
  ]);
  const found = allCandidates({ candidates, optimisations });
  const judged = found.find(({ candidate }) => candidate.id === report?.body.candidateId);
  return { at: clock.now(), candidates: found, preferred: judged ?? found[0] };
};

const freshMs = 2000;

/** Previews read the store when they are asked for, at most every two seconds; the release path never does. */
export const createPreviews = (deps: Deps): LivePreviews => {
  let previews: Previews | undefined;
  const fresh = async (): Promise<Previews> => {
    if (previews === undefined || deps.clock.now() - previews.at >= freshMs) previews = await load(deps);
    return previews;
  };
  return {
    refresh: async () => void (await fresh()),
    candidates: () => previews?.candidates ?? [],
    find: async (model) => {
      const { candidates, preferred } = await fresh();
      const named = candidates.find(({ candidate: { id, strategy } }) => id === model || strategy.name === model);
      const found = model === 'preview' ? preferred : named;
      if (found === undefined) return undefined;
      const application = await deps.compile(found.candidate);
      if (!application.ok) return application;
      return ok({ application: application.value, arm: 'preview', release: undefined, rollout: undefined });
    },
  };
};
