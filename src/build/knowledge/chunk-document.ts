import { markdownBlocks } from '#build/data';
import type { DatasetDocument } from '#build/data/contract';
import type { Chunk, KnowledgeConfig } from './contract.ts';
import { findSections, type Section } from './find-sections.ts';
import { overlapStart, splitBlock, type Unit } from './split-text.ts';

export type ChunkOptions = Pick<KnowledgeConfig, 'chunkWords' | 'overlapWords'>;

/** Part of the index version: raise it when the same document gives other passages or other indexed text. */
export const chunkerVersion = 2;

/** A block may be this many times the target before it is split. */
const tolerance = 1.6;

interface Packed {
  readonly units: readonly Unit[];
  readonly weight: number;
}

/** Whether the next unit still belongs to the chunk: a short beginning may run over the target rather than stand alone. */
const fits = ({ weight }: Packed, unit: Unit, target: number): boolean =>
  weight + unit.weight <= target || (weight < target / 3 && weight + unit.weight <= target * tolerance);

const packUnits = (units: readonly Unit[], target: number): readonly Packed[] => {
  const packs: Packed[] = [];
  for (const unit of units) {
    const last = packs.at(-1);
    if (last !== undefined && fits(last, unit, target)) {
      packs[packs.length - 1] = { units: [...last.units, unit], weight: last.weight + unit.weight };
    } else packs.push({ units: [unit], weight: unit.weight });
  }
  const [tail, before] = [packs.at(-1), packs.at(-2)];
  const isCrumb =
    tail !== undefined &&
    before !== undefined &&
    tail.weight < target / 4 &&
    before.weight + tail.weight <= target * tolerance;
  if (!isCrumb) return packs;
  return [...packs.slice(0, -2), { units: [...before.units, ...tail.units], weight: before.weight + tail.weight }];
};

const spansOf = (
  text: string,
  units: readonly Unit[],
  { chunkWords, overlapWords }: ChunkOptions,
): readonly (readonly [number, number])[] => {
  const packs = packUnits(units, chunkWords);
  return packs.flatMap((pack, index) => {
    const [first, last] = [pack.units[0], pack.units.at(-1)];
    const previous = packs[index - 1]?.units.at(-1);
    if (first === undefined || last === undefined) return [];
    const start = previous === undefined ? first.start : overlapStart(text, previous, overlapWords);
    return [[start < first.start ? start : first.start, last.end] as const];
  });
};

/** A heading without text is in the heading path of its sub-sections already. */
const hasBody = (units: readonly Unit[], section: Section): boolean =>
  units.some(({ kind, start }) => kind !== 'heading' || start !== section.start);

/**
 * Cuts a document into passages along its structure: a passage never crosses a heading, and code, tables and list
 * items stay whole unless they alone are far larger than the target. `text.slice(start, end)` is the passage.
 */
export const chunkDocument = (options: ChunkOptions, document: DatasetDocument, text: string): readonly Chunk[] => {
  const units = markdownBlocks(text).flatMap((block) => splitBlock(text, block, options.chunkWords * tolerance));
  const sections = findSections(document.headings, text.length);
  const chunkOf = ([start, end]: readonly [number, number], headingPath: readonly string[]): Chunk => ({
    id: `${document.id}#${start}-${end}`,
    documentId: document.id,
    source: document.source,
    title: document.title,
    headingPath: [...headingPath],
    start,
    end,
    text: text.slice(start, end),
  });
  let next = 0;
  const chunks = sections.flatMap((section) => {
    const from = next;
    while ((units[next]?.start ?? Number.POSITIVE_INFINITY) < section.end) next += 1;
    const own = units.slice(from, next);
    return hasBody(own, section) ? spansOf(text, own, options).map((span) => chunkOf(span, section.headingPath)) : [];
  });
  const [first, last] = [units[0], units.at(-1)];
  return chunks.length > 0 || first === undefined || last === undefined
    ? chunks
    : [chunkOf([first.start, last.end], [])];
};
