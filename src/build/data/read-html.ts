import { fromHtml } from 'hast-util-from-html';
import { toMdast } from 'hast-util-to-mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';

type HtmlNode = ReturnType<typeof fromHtml>['children'][number];

export interface HtmlPage {
  readonly title: string | undefined;
  readonly markdown: string;
}

/** The first element of a name, depth first, without recursion. */
const findElement = (
  root: readonly HtmlNode[],
  names: readonly string[],
): Extract<HtmlNode, { type: 'element' }> | undefined => {
  const stack = [...root].toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type !== 'element') continue;
    if (names.includes(node.tagName)) return node;
    for (const child of node.children.toReversed()) stack.push(child);
  }
  return undefined;
};

const textOf = (node: HtmlNode | undefined): string | undefined => {
  const first = node?.type === 'element' ? node.children[0] : undefined;
  const text = first?.type === 'text' ? first.value.replaceAll(/\s+/g, ' ').trim() : '';
  return text === '' ? undefined : text;
};

/** Nesting beyond this is no document, and the libraries that walk the tree are recursive. */
const maximumDepth = 500;

const isTooDeep = (root: readonly HtmlNode[]): boolean => {
  let level = [...root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maximumDepth) return true;
    level = level.flatMap((node) => (node.type === 'element' ? node.children : []));
  }
  return false;
};

/** Reads a page as Markdown: its main part when it has one, without scripts and styles. Undefined when it is nested beyond reason. */
export const readHtml = (html: string): HtmlPage | undefined => {
  if ((html.match(/<(?!\/)/g)?.length ?? 0) > 200_000) return undefined;
  let tree: ReturnType<typeof fromHtml>;
  try {
    tree = fromHtml(html);
  } catch (thrown) {
    // The tree builder is recursive: very deep nesting exhausts the stack.
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
  if (isTooDeep(tree.children)) return undefined;
  const main = findElement(tree.children, ['main', 'article']) ?? findElement(tree.children, ['body']);
  const title = textOf(findElement(tree.children, ['title']));
  const mdast = toMdast({ type: 'root', children: main?.children ?? tree.children });
  if (mdast.type !== 'root') return { title, markdown: '' };
  return { title, markdown: toMarkdown(mdast, { bullet: '-', fences: true, extensions: [gfmToMarkdown()] }) };
};
