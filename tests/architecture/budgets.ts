import { stageNames, stagePhases } from '../../src/kernel/stage-name.ts';
import { isTest, type SourceFile } from './repository.ts';

const maximumLines = 300;
const maximumMedian = 80;

const linesOf = ({ content }: SourceFile): number => content.split('\n').length - (content.endsWith('\n') ? 1 : 0);

const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  const pick = (index: number): number => sorted[index] ?? 0;
  return sorted.length % 2 === 1 ? pick(Math.floor(middle)) : (pick(middle - 1) + pick(middle)) / 2;
};

/** Files that are too long. */
export const longFiles = (files: readonly SourceFile[]): readonly string[] =>
  files
    .map((file) => ({ path: file.path, lines: linesOf(file) }))
    .filter(({ lines }) => lines > maximumLines)
    .map(({ path, lines }) => `${path}: ${lines} lines, at most ${maximumLines}`);

/** Stages whose median file is too long. */
export const longStages = (files: readonly SourceFile[]): readonly string[] =>
  stageNames.flatMap((name) => {
    const folder = `src/${stagePhases[name]}/${name}/`;
    const sizes = files.filter(({ path }) => path.startsWith(folder) && !isTest(path)).map(linesOf);
    const median = medianOf(sizes);
    return median > maximumMedian ? [`${folder}: the median file has ${median} lines, at most ${maximumMedian}`] : [];
  });
