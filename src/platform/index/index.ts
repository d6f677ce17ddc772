export { createVectorIndex, type VectorIndex } from './vector-index.ts';
