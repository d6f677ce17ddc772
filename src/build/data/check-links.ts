import type { Heading, QualityFinding } from './contract.ts';

/** What the link check needs of a page. */
export interface LinkedPage {
  readonly documentId: string;
  readonly path: string;
  readonly headings: readonly Heading[];
  readonly anchors: readonly string[];
  readonly links: readonly string[];
}

/** `03-core/01-Overview.mdx` and `/core/overview` are the same place; numbers and endings order files, sites drop them. */
const slugOf = (path: string): string =>
  path
    .replace(/\.(?:mdx?|html?|txt)$/i, '')
    .split('/')
    .map((segment) => segment.replace(/^\d{1,4}[-_.]/, '').toLowerCase())
    .filter((segment) => segment !== '' && segment !== '.')
    .join('/')
    .replace(/(?:^|\/)(?:index|readme)$/, '');

/** The anchor that sites make of a heading (the GitHub rule). */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/\]\([^)]{0,500}\)/g, '')
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

const joinPath = (from: string, target: string): string => {
  const segments = from.split('/').slice(0, -1);
  for (const segment of target.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/');
};

const decode = (target: string): string => {
  try {
    return decodeURIComponent(target);
  } catch {
    // A stray per cent sign is part of the name.
    return target;
  }
};

/** Other sites, and targets that a site generator fills in. */
const isElsewhere = (target: string): boolean => /^[a-z][a-z0-9+.-]{0,30}:|^\/\/|^\{/i.test(target);

/** Links to images, archives and sources are not links between pages. */
const isPageTarget = (path: string): boolean => !/\.[a-z0-9]{1,8}$/i.test(path) || /\.(?:mdx?|html?|txt)$/i.test(path);

interface Site {
  readonly pagesBySlug: ReadonlyMap<string, LinkedPage>;
  readonly anchorsByPage: ReadonlyMap<LinkedPage, ReadonlySet<string>>;
}

const createSite = (pages: readonly LinkedPage[]): Site => ({
  pagesBySlug: new Map(pages.map((page) => [slugOf(page.path), page])),
  anchorsByPage: new Map(
    pages.map((page) => [
      page,
      new Set(
        [...page.anchors, ...page.headings.map(({ text }) => anchorOf(text))].map((anchor) => anchor.toLowerCase()),
      ),
    ]),
  ),
});

/** `/docs/core/overview` may live at `core/overview`: a site is mounted somewhere. */
const findMounted = ({ pagesBySlug }: Site, target: string): LinkedPage | undefined => {
  const segments = slugOf(target).split('/');
  for (let skip = 0; skip < Math.min(segments.length, 4); skip += 1) {
    const page = pagesBySlug.get(segments.slice(skip).join('/'));
    if (page !== undefined) return page;
  }
  return undefined;
};

const findPage = (site: Site, page: LinkedPage, path: string): LinkedPage | undefined => {
  if (path === '') return page;
  if (path.startsWith('/')) return findMounted(site, path);
  // Sites serve pages as folders, so `./next` may be meant from the page or from its folder.
  return (
    site.pagesBySlug.get(slugOf(joinPath(page.path, path))) ??
    site.pagesBySlug.get(slugOf(joinPath(`${page.path}/`, path))) ??
    site.pagesBySlug.get(slugOf(joinPath(page.path, path.replace('../', ''))))
  );
};

const anchorExists = (site: Site, page: LinkedPage, anchor: string): boolean => {
  const anchors = site.anchorsByPage.get(page);
  return (
    anchor === '' ||
    /^(?:top|L\d+)/i.test(anchor) ||
    anchors?.has(anchor.replace(/-\d+$/, '')) === true ||
    anchors?.has(anchor) === true
  );
};

const checkLink = (site: Site, page: LinkedPage, link: string): QualityFinding | undefined => {
  if (isElsewhere(link)) return undefined;
  const [pathAndQuery = '', anchor = ''] = link.split('#', 2);
  const path = decode(pathAndQuery.split('?')[0] ?? '');
  if (!isPageTarget(path)) return undefined;
  const target = findPage(site, page, path);
  const finding = { check: 'broken-link', documentId: page.documentId } as const;
  // An absolute path may lead to a part of the site that is not among the sources.
  if (target === undefined)
    return { ...finding, severity: path.startsWith('/') ? 'info' : 'warning', detail: `No page for the link ${link}` };
  return anchorExists(site, target, decode(anchor).toLowerCase())
    ? undefined
    : { ...finding, severity: 'info', detail: `No heading for the link ${link}` };
};

/** Finds links between the pages of one source that lead nowhere. */
export const checkLinks = (pages: readonly LinkedPage[]): readonly QualityFinding[] => {
  const site = createSite(pages);
  return pages.flatMap((page) => [...new Set(page.links)].flatMap((link) => checkLink(site, page, link) ?? []));
};
