export { dataFaults } from './errors.ts';
export type { GitCommitDep } from './find-origin.ts';
export { markdownBlocks, type MarkdownBlock } from './markdown-blocks.ts';
export type { ReadDeps } from './read-source.ts';
export { dataStage } from './stage.ts';
