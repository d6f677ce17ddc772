import { defineStage, ok } from '#kernel';
import type { Charter } from '#plan/charter';
import { loadTestSchema } from '#prove/readiness/contract';
import { operateConfigSchema, type OperateConfig } from './contract.ts';
import { estimateCapacity } from './estimate-capacity.ts';

/** Says what one process can carry against what the charter needs. */
export const operateStage = defineStage<OperateConfig, object>({
  name: 'operate',
  phase: 'improve',
  question: 'Is it whole, is it backed up, and how much can it carry?',
  reads: ['charter/charter', 'readiness/load-test'],
  writes: ['operate/capacity'],
  config: operateConfigSchema,
  run: async (_deps, { read }) => {
    const [charter] = read<Charter>('charter/charter');
    const [test] = read('readiness/load-test');
    const load = loadTestSchema.safeParse(test?.body);
    if (charter === undefined || test === undefined || !load.success) return ok([]);
    const { requests, seconds, concurrency, p95 } = load.data;
    if (p95 === undefined) return ok([]);
    const body = estimateCapacity({ requests, seconds, concurrency, latencyP95Ms: p95.value }, charter.body.budget);
    return ok([{ type: 'operate/capacity', body, inputs: [charter.hash, test.hash] }]);
  },
});
