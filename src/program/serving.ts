import { setTimeout as sleep } from 'node:timers/promises';
import type { Exposure } from '#kernel';
import { createCompiler } from '#build/strategy';
import { markAnswer } from '#prove/evaluate';
import { createInProcessLoad, createMonitoringProbe, type LoadDep, type ProbeMonitoringDep } from '#prove/readiness';
import {
  createRolloutController,
  createRouting,
  askInProcess,
  type LiveRouting,
  type SimulateDeps,
} from '#run/rollout';
import type { RolloutConfig } from '#run/rollout/contract';
import { createAdmission, createServeMeter, type AnswerDeps, type Gateway, type ServeMeter } from '#run/serve';
import { createBatchQueue } from '#platform/telemetry';
import type { MonitorConfig } from '#run/monitor/contract';
import type { OperateConfig } from '#improve/operate';
import { openGateway } from './open-gateway.ts';
import type { OpenedProgram } from './open-program.ts';

/** What answers, splits and judges; made from an opened program, in the server and in single commands alike. */
export interface Serving extends Omit<AnswerDeps, 'meter'>, LoadDep, ProbeMonitoringDep, SimulateDeps {
  readonly meter: ServeMeter;
  readonly gateway: Gateway;
  /** Rows that bounded queues dropped since the start, by queue. */
  readonly drops: () => Readonly<Record<string, number>>;
  /** Stores the accounts of calls that processes which have ended left on disk. */
  readonly recoverAccounts: () => Promise<void>;
  readonly rolloutConfig: RolloutConfig;
  readonly monitorConfig: MonitorConfig;
  readonly operateConfig: OperateConfig;
  readonly decided: () => Promise<void>;
  readonly refreshRouting: LiveRouting['refresh'];
  readonly databaseAlive: () => Promise<boolean>;
  readonly controller: ReturnType<typeof createRolloutController>;
  readonly closeServing: () => Promise<void>;
}

const createExposureQueue = ({ exposures }: OpenedProgram) => createBatchQueue<Exposure>({ write: exposures.insert });

const databaseAlive = async ({ database }: OpenedProgram): Promise<boolean> => {
  const answered = await Promise.race([database.version(), sleep(1000, undefined, { ref: false })]);
  return answered !== undefined;
};

/** Answering never journals: a live question is asked every time. */
const liveCompiler = ({ journal: _journal, ...program }: OpenedProgram) => createCompiler(program);

/** Puts the serving path together. Nothing is compiled before the routing is refreshed. */
export const createServing = (program: OpenedProgram): Serving => {
  const { serve, rollout, monitor, operate } = program.loaded.project;
  const live = liveCompiler(program);
  const routing = createRouting({ ...program, ...live });
  const admission = createAdmission({
    concurrency: serve.concurrency,
    queue: serve.queue,
    now: program.clock.monotonic,
  });
  const queue = createExposureQueue(program);
  const opened = openGateway(program);
  const drops = () => ({
    spans: program.telemetryCounts().dropped,
    exposures: queue.counts().dropped,
    ...opened.drops(),
  });
  const meter = createServeMeter({ counts: admission.counts, drops });
  const answerDeps = {
    ...program,
    routing: routing.routing,
    exposed: queue.add,
    admission,
    meter,
    capture: serve.capture,
  };
  const controller = createRolloutController({ ...program, decided: routing.refresh }, rollout);
  return {
    ...answerDeps,
    ...createInProcessLoad({ ...program, ...live }),
    ...createMonitoringProbe(program),
    ask: askInProcess(answerDeps),
    judge: markAnswer,
    controller,
    gateway: opened.gateway,
    drops,
    recoverAccounts: opened.recoverAccounts,
    sleep: async (milliseconds) => {
      await sleep(milliseconds);
    },
    flush: () => Promise.all([program.flushTelemetry(), queue.flush()]),
    rolloutConfig: rollout,
    monitorConfig: monitor,
    operateConfig: operate,
    decided: routing.refresh,
    refreshRouting: routing.refresh,
    databaseAlive: () => databaseAlive(program),
    closeServing: async () => {
      await opened.close();
      await queue.close();
    },
  };
};
