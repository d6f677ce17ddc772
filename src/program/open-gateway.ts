import type { Span, TelemetryDep } from '#kernel';
import { createUsageReader, defaultModels, mergeCatalogue, wireOf, type EmbeddingModel } from '#build/models';
import { createGateway, createLimits, type Gateway } from '#run/serve';
import { createAccounts } from '#platform/accounts';
import { systemRandom } from '#platform/clock';
import { createOtlpExport, type OtlpExport } from '#platform/otlp';
import { createUpstream } from '#platform/upstream';
import type { OpenedProgram } from './open-program.ts';
import { programVersion } from './version.ts';

/** The gateway of a project, with what it leaves behind. */
export interface OpenedGateway {
  readonly gateway: Gateway;
  /** Rows that bounded queues dropped since the start, by queue. */
  readonly drops: () => Readonly<Record<string, number>>;
  /** Stores the accounts that processes which have ended left on disk. */
  readonly recoverAccounts: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const headersOf = ({ environment }: OpenedProgram, variable: string | undefined): Readonly<Record<string, string>> => {
  const given = variable === undefined ? undefined : environment.read(variable);
  const pairs = (given ?? '').split(',').filter((pair) => pair.includes('='));
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()]),
  );
};

const openExport = (program: OpenedProgram): OtlpExport | undefined => {
  const { otlp } = program.loaded.project.serve.gateway;
  if (otlp === undefined) return undefined;
  const service = { name: program.loaded.project.name, version: programVersion() };
  return createOtlpExport({ url: otlp.url, headers: headersOf(program, otlp.headersEnv), service });
};

const recordTo = ({ telemetry }: TelemetryDep, exporter: OtlpExport | undefined): TelemetryDep['telemetry'] =>
  exporter === undefined
    ? telemetry
    : {
        record: (span: Span) => {
          telemetry.record(span);
          exporter.record(span);
        },
      };

/** The project's embedding model for the semantic cache; the one that the models stage chose by default. */
const openEmbedding =
  ({ loaded, models }: OpenedProgram) =>
  async (): Promise<EmbeddingModel | undefined> => {
    const opened = await models.embedding(loaded.project.models.embedding[0] ?? defaultModels.embedding[0]);
    return opened.ok ? opened.value : undefined;
  };

/** Opens the models of providers behind the server's door. No connection is made before the first call. */
export const openGateway = (program: OpenedProgram): OpenedGateway => {
  const { serve, models } = program.loaded.project;
  const config = serve.gateway;
  const upstream = createUpstream();
  const limits = createLimits(program, { withoutStore: config.limitsWithoutStore });
  const accounts = createAccounts(program, { dataDirectory: program.dataDirectory });
  const exporter = openExport(program);
  const gateway = createGateway(
    {
      ...program,
      ...upstream,
      ...limits,
      accounted: accounts.accounted,
      telemetry: recordTo(program, exporter),
      random: systemRandom,
      usageReader: (dialect, streamed) =>
        createUsageReader(dialect, streamed ? 'text/event-stream' : 'application/json'),
      captureCalls: config.capture,
      openEmbedding: openEmbedding(program),
    },
    { config, catalogue: mergeCatalogue(models), wireOf },
  );
  return {
    gateway,
    recoverAccounts: accounts.recover,
    drops: () => ({ accounts: accounts.counts().dropped, otlp: exporter?.counts().dropped ?? 0 }),
    close: async () => {
      await upstream.upstream.close();
      await Promise.all([limits.close(), accounts.close(), exporter?.close()]);
    },
  };
};
