import { z, type ZodType } from 'zod';
import { defineRoute, ok, type Access, type Json, type Route } from '#kernel';

type JsonObject = { readonly [key: string]: Json };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const schemaOf = (schema: ZodType): JsonObject => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const plain: Json = JSON.parse(JSON.stringify(rest));
  return isObject(plain) ? plain : {};
};

/** What a route tells about itself. */
export type DescribedRoute = Pick<Route, 'method' | 'path' | 'access' | 'summary' | 'body' | 'query'>;

const security: Readonly<Record<Access, Json>> = {
  public: [],
  session: [{ session: [] }],
  'api-key': [{ apiKey: [] }],
  'session-or-api-key': [{ apiKey: [] }, { session: [] }],
};

const pathParameters = (path: string): readonly Json[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name: name ?? '',
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const queryParameters = (query: ZodType | undefined): readonly Json[] => {
  if (query === undefined) return [];
  const { properties, required } = schemaOf(query);
  const names = Array.isArray(required) ? required : [];
  return Object.entries(isObject(properties) ? properties : {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: names.includes(name),
    schema,
  }));
};

const operationId = ({ method, path }: DescribedRoute): string =>
  `${method.toLowerCase()}${path.replaceAll(/[/:._-]+(\w)/g, (_, letter: string) => letter.toUpperCase())}`;

const operation = (route: DescribedRoute): JsonObject => ({
  operationId: operationId(route),
  summary: route.summary,
  security: security[route.access],
  parameters: [...pathParameters(route.path), ...queryParameters(route.query)],
  ...(route.body === undefined
    ? {}
    : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body) } } } }),
  responses: { '200': { description: 'Done.' }, default: { $ref: '#/components/responses/Fault' } },
});

/** An OpenAPI 3.1 document of the routes. */
export const describeRoutes = (routes: readonly DescribedRoute[], version: string): JsonObject => {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Throughline',
      version,
      description: 'OpenAI-compatible serving of released applications, and the API of the console.',
    },
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'throughline_session' },
      },
      responses: {
        Fault: { description: 'An expected failure: `{"error":{...}}` under /v1, RFC 9457 problem details elsewhere.' },
      },
    },
  };
};

/** GET /openapi.json over all routes of the server, this one included. */
export const openApiRoute = (allRoutes: () => readonly DescribedRoute[], version: string): Route =>
  defineRoute({
    method: 'GET',
    path: '/openapi.json',
    access: 'public',
    summary: 'This description',
    handle: async () => ok({ kind: 'json', body: describeRoutes(allRoutes(), version) }),
  });
