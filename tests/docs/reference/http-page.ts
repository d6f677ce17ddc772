import type { Route } from '#kernel';
import { code, pageHead, table } from './markdown.ts';
import { schemaRows } from './schema-rows.ts';

/** What the page tells of a route. */
export type RouteText = Pick<Route, 'method' | 'path' | 'access' | 'summary' | 'body' | 'query'>;

const introduction =
  'The same table as `/openapi.json`. Access: `public` needs nothing, `session` the login link, `api-key` a key of ' +
  '`throughline keys create` as a bearer token.';

const groupOf = ({ path }: RouteText): string => {
  const first = path.split('/')[1] ?? '';
  return first === 'v1' || first === 'api' ? `/${first}` : '/';
};

const keysOf = (schema: RouteText['body']): string =>
  schema === undefined
    ? ''
    : schemaRows(schema)
        .filter(({ key }) => !key.includes('.') && !key.includes('['))
        .map(({ key, preset }) => (preset === 'required' ? `**${code(key)}**` : code(key)))
        .join(', ');

const renderGroup = (group: string, routes: readonly RouteText[]): string => {
  const own = routes.filter((route) => groupOf(route) === group);
  const rows = own.map((route) => [
    code(`${route.method} ${route.path}`),
    route.access,
    route.summary,
    [keysOf(route.query), keysOf(route.body)].filter((keys) => keys !== '').join('; '),
  ]);
  return `## ${group}\n\n${table(['Route', 'Access', 'What it does', 'Takes'], rows)}`;
};

/** The page of every HTTP route. */
export const renderRoutes = (routes: readonly RouteText[]): string => {
  const groups = [...new Set(routes.map(groupOf))].toSorted().toReversed();
  return `${[pageHead('HTTP', introduction), ...groups.map((group) => renderGroup(group, routes))].join('\n').trimEnd()}\n`;
};
