export { createInference, type Inference, type InferenceOptions } from './create-inference.ts';
