import type { EnvironmentDep, HttpDep, InferenceDep, WeightsDep } from '#build/models';
import { createInference, type InferenceOptions } from './create-inference.ts';
import { createWeights, type WeightsOptions } from './weights/create-weights.ts';

export interface ModelPortsOptions {
  readonly inference?: InferenceOptions;
  readonly weights?: WeightsOptions;
}

export interface ModelPorts extends InferenceDep, WeightsDep, HttpDep, EnvironmentDep {
  /** The models folder. */
  readonly folder: string;
  /** Process ids of the running engines. */
  readonly pids: () => readonly number[];
  /** Ends every engine. */
  readonly close: () => Promise<void>;
}

/** Everything that models need from this machine: engines, weights, HTTP, the environment. */
export const createModelPorts = ({ inference, weights }: ModelPortsOptions = {}): ModelPorts => ({
  ...createInference(inference),
  ...createWeights(weights),
  http: { fetch: globalThis.fetch },
  environment: { read: (name) => process.env[name] },
});
