export { createInference, type Inference, type InferenceOptions } from './create-inference.ts';
export { createWeights, type Weights, type WeightsOptions } from './weights/create-weights.ts';
export { modelsFolder } from './weights/models-folder.ts';
export { createModelPorts, type ModelPorts, type ModelPortsOptions } from './create-model-ports.ts';
