import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { datasetSchema } from '#build/data/contract';
import { lifecycleQuery, recordsQuery, useRecords } from '../api/queries.ts';
import { postJson } from '../api/client.ts';
import { areas, namedViews, titled } from './stage-words.ts';
import { setTheme, themes } from './theme.ts';
import { terminal } from '../ui/commands.ts';

export interface PaletteItem {
  readonly id: string;
  readonly group: 'Go to' | 'Do' | 'Records' | 'Documents';
  readonly name: string;
  readonly says: string;
  readonly href?: string;
  readonly act?: () => void;
}

const actions = (): PaletteItem[] => [
  {
    id: 'run',
    group: 'Do',
    name: 'Run everything that is out of date',
    says: terminal.run(),
    act: () => void postJson('/api/run', { stages: [] }),
  },
  {
    id: 'verify',
    group: 'Do',
    name: 'Verify the ledger',
    says: terminal.verifyLedger(),
    href: '/ledger?verify=now',
  },
  {
    id: 'rollback',
    group: 'Do',
    name: 'Roll back the release',
    says: 'asks for a reason first',
    href: '/stages/rollout?decide=rollback',
  },
  {
    id: 'key',
    group: 'Do',
    name: 'Make an API key',
    says: terminal.createKey(),
    href: '/stages/serve?view=keys&make=key',
  },
  ...themes.map((theme): PaletteItem => ({
    id: `theme ${theme}`,
    group: 'Do',
    name: `Theme: ${theme}`,
    says: '',
    act: () => setTheme(theme),
  })),
];

/** Everything that search and the command palette can find. */
export const usePaletteItems = (): readonly PaletteItem[] => {
  const { data: lifecycle } = useQuery(lifecycleQuery());
  const { data: list } = useQuery(recordsQuery({ limit: 500 }));
  const { data: datasets } = useRecords('data/dataset', datasetSchema);
  return useMemo(() => {
    const pages = [...areas, ...namedViews].map(({ href, name, says }): PaletteItem => ({
      id: href,
      group: 'Go to',
      name,
      says,
      href,
    }));
    const stages = (lifecycle?.stages ?? []).map(({ name, question }): PaletteItem => ({
      id: name,
      group: 'Go to',
      name: titled(name),
      says: question,
      href: `/stages/${name}`,
    }));
    const records = (list?.records ?? []).map(({ hash, type, stage }): PaletteItem => ({
      id: hash,
      group: 'Records',
      name: type,
      says: hash.slice(0, 12),
      href: `/stages/${stage}?view=records&record=${hash}`,
    }));
    const documents = (datasets?.records[0]?.body.documents ?? []).map(({ id, title }): PaletteItem => ({
      id,
      group: 'Documents',
      name: title,
      says: id,
      href: `/stages/data?doc=${encodeURIComponent(id)}`,
    }));
    return [...pages, ...stages, ...actions(), ...records, ...documents];
  }, [lifecycle, list, datasets]);
};

const scoreOf = ({ name, says }: PaletteItem, words: readonly string[]): number => {
  const lower = name.toLowerCase();
  const all = `${lower} ${says.toLowerCase()}`;
  if (!words.every((word) => all.includes(word))) return 0;
  const first = words[0] ?? '';
  if (lower.startsWith(first)) return 3;
  return lower.includes(first) ? 2 : 1;
};

/** The best matches first; without a query, pages and actions. */
export const findItems = (items: readonly PaletteItem[], query: string, doFirst: boolean): readonly PaletteItem[] => {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) {
    const usual = items.filter(({ group }) => group === 'Go to' || group === 'Do');
    return doFirst ? usual.toSorted((a, b) => a.group.localeCompare(b.group)) : usual;
  }
  return items
    .map((item) => ({ item, score: scoreOf(item, words) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 40)
    .map(({ item }) => item);
};
