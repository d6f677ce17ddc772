import type { ByteRoute } from '#kernel';

export interface MatchedRoute {
  readonly route: ByteRoute;
  readonly params: Readonly<Record<string, string>>;
}

interface Pattern {
  readonly route: ByteRoute;
  readonly segments: readonly string[];
}

const noParams: Readonly<Record<string, string>> = {};

const decode = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
};

const paramsOf = ({ segments }: Pattern, given: readonly string[]): Readonly<Record<string, string>> | undefined => {
  if (segments.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = given[index] ?? '';
    if (!segment.startsWith(':')) {
      if (segment !== value) return undefined;
      continue;
    }
    const decoded = value === '' ? undefined : decode(value);
    if (decoded === undefined) return undefined;
    params[segment.slice(1)] = decoded;
  }
  return params;
};

/** Finds routes by method and path: plain paths by one look-up, then those with `:name` segments in their order. */
export const createRouteMatch = (routes: readonly ByteRoute[]) => {
  const plain = new Map<string, MatchedRoute>();
  const patterns: Pattern[] = [];
  for (const route of routes) {
    if (route.path.includes(':')) patterns.push({ route, segments: route.path.split('/') });
    else plain.set(`${route.method} ${route.path}`, { route, params: noParams });
  }
  return (method: string, url: string): MatchedRoute | undefined => {
    const query = url.indexOf('?');
    const path = query === -1 ? url : url.slice(0, query);
    const exact = plain.get(`${method} ${path}`);
    if (exact !== undefined || patterns.length === 0) return exact;
    const given = path.split('/', 32);
    for (const pattern of patterns) {
      if (pattern.route.method !== method) continue;
      const params = paramsOf(pattern, given);
      if (params !== undefined) return { route: pattern.route, params };
    }
    return undefined;
  };
};
