import {
  err,
  ok,
  type ApiKey,
  type ApiKeysDep,
  type ClockDep,
  type Command,
  type Json,
  type KeyRingDep,
} from '#kernel';
import { changeLimits } from './change-limits.ts';
import { limitFaults } from './errors.ts';
import { readOrders, readSubject, subjectOptions } from './limit-orders.ts';
import { rateKinds } from './limits-contract.ts';
import type { LimitRulesDep } from './port.ts';
import { renderRules, renderTable } from './render-limits.ts';

export type KeyCommandDeps = ApiKeysDep & KeyRingDep & LimitRulesDep & ClockDep;

const msPerHour = 3_600_000;

const toJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));
const unknown = (id: string) => err(limitFaults.fault('SERVE_KEY_UNKNOWN', { id }));
const invalid = (problem: string) => err(limitFaults.fault('SERVE_LIMIT_INVALID', { problem }));
const shownOnce = 'It is shown this once; only its hash is kept.';

const stateOf = ({ revokedAt, expiresAt }: ApiKey, now: number): string => {
  if (revokedAt !== undefined) return 'revoked';
  if (expiresAt === undefined) return 'live';
  return Date.parse(expiresAt) > now ? `until ${expiresAt.slice(0, 10)}` : 'expired';
};

const textOf = (value: string | boolean | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const rateOptions = [
  { flags: '--requests <n>', description: 'requests a minute; none takes the limit away' },
  { flags: '--tokens <n>', description: 'tokens a minute, or none' },
  { flags: '--concurrency <n>', description: 'calls at once, or none' },
] as const;

/** `throughline keys create`: the only time the key is shown. */
const keysCreate: Command<KeyCommandDeps> = {
  name: 'keys create',
  description: 'Makes an API key for /v1 and prints it once',
  example: 'throughline keys create --name ci --json',
  options: [
    { flags: '--name <name>', description: 'what the key is for', default: 'default' },
    { flags: '--days <n>', description: 'days until it expires; never when absent' },
    { flags: '--organisation <name>', description: 'whose limits and budgets apply too' },
    { flags: '--team <name>', description: 'whose limits and budgets apply too' },
    { flags: '--models <names>', description: 'models it may ask for, with commas; all when absent' },
    ...rateOptions,
  ],
  run: async (deps, { options }) => {
    const orders = readOrders(rateKinds, options);
    if (!orders.ok) return orders;
    const days = textOf(options['days']);
    if (days !== undefined && !(Number(days) > 0)) return invalid(`--days is a number of days, not ${days}`);
    const [organisation, team, models] = [options['organisation'], options['team'], options['models']].map(textOf);
    const { key, ...apiKey } = await deps.keyRing.create({
      name: textOf(options['name']) ?? 'default',
      actor: 'command',
      ...(days !== undefined && { expiresAt: deps.clock.now() + Number(days) * 24 * msPerHour }),
      ...(organisation !== undefined && { organisation }),
      ...(team !== undefined && { team }),
      ...(models !== undefined && { models: models.split(',').map((name) => name.trim()) }),
    });
    const changed = await changeLimits(deps, {
      level: 'key',
      subject: apiKey.id,
      orders: orders.value.filter(({ amount }) => amount !== undefined),
      actor: 'command',
    });
    if (!changed.ok) return changed;
    return ok({ text: `${key}\n${shownOnce}`, json: toJson({ key, ...apiKey, limits: changed.value }), exitCode: 0 });
  },
};

/** `throughline keys list`. */
const keysList: Command<KeyCommandDeps> = {
  name: 'keys list',
  description: 'Lists API keys by their first characters',
  example: 'throughline keys list',
  run: async ({ apiKeys, clock }) => {
    const keys = await apiKeys.list();
    const rows = keys.map((key) => [
      key.id,
      `${key.prefix}…`,
      key.name,
      [key.organisation, key.team].filter((each) => each !== undefined).join(' / '),
      stateOf(key, clock.now()),
    ]);
    const text = rows.length === 0 ? 'no keys yet: throughline keys create' : renderTable(rows);
    return ok({ text, json: toJson({ keys }), exitCode: 0 });
  },
};

/** `throughline keys show <id>`. */
const keysShow: Command<KeyCommandDeps> = {
  name: 'keys show',
  usage: '<id>',
  description: 'Shows an API key: whom it belongs to, what it may use, its limits, and old secrets that still work',
  example: 'throughline keys show 0190…',
  run: async ({ keyRing, limitRules, clock }, { positional }) => {
    const id = positional[0] ?? '';
    const key = await keyRing.find(id);
    if (key === undefined) return unknown(id);
    const limits = (await limitRules.list()).filter((rule) => rule.level === 'key' && rule.subject === id);
    const text = [
      `${key.prefix}…  ${key.name}, ${stateOf(key, clock.now())}`,
      `organisation ${key.organisation ?? '-'}, team ${key.team ?? '-'}, models ${key.models?.join(', ') ?? 'all'}`,
      ...key.earlier.map(({ prefix, until }) => `${prefix}… still works until ${until}`),
      renderRules(limits),
    ].join('\n');
    return ok({ text, json: toJson({ ...key, limits }), exitCode: 0 });
  },
};

/** `throughline keys rotate <id>`. */
const keysRotate: Command<KeyCommandDeps> = {
  name: 'keys rotate',
  usage: '<id>',
  description: 'Gives an API key a new secret and prints it once; the old one works for the grace period',
  example: 'throughline keys rotate 0190… --grace 24',
  options: [
    {
      flags: '--grace <hours>',
      description: 'hours that the old secret still works; 0 ends it at once',
      default: '24',
    },
  ],
  run: async ({ keyRing }, { positional, options }) => {
    const id = positional[0] ?? '';
    const hours = Number(options['grace']);
    if (!(hours >= 0 && hours <= 8760)) return invalid('--grace is 0 to 8760 hours');
    const rotated = await keyRing.rotate({ id, actor: 'command', graceMs: Math.round(hours * msPerHour) });
    if (rotated === undefined) return unknown(id);
    const { key, ...apiKey } = rotated;
    const text = `${key}\n${shownOnce} The old secret works for ${hours} h more.`;
    return ok({ text, json: toJson({ key, ...apiKey, graceHours: hours }), exitCode: 0 });
  },
};

/** `throughline keys revoke <id>`. */
const keysRevoke: Command<KeyCommandDeps> = {
  name: 'keys revoke',
  usage: '<id>',
  description: 'Ends an API key at once, with all its secrets',
  example: 'throughline keys revoke 0190…',
  run: async ({ apiKeys }, { positional }) => {
    const id = positional[0] ?? '';
    if (!(await apiKeys.revoke({ id, actor: 'command' }))) return unknown(id);
    return ok({ text: `revoked ${id}`, json: { revoked: id }, exitCode: 0 });
  },
};

/** `throughline keys limit [id]`. */
const keysLimit: Command<KeyCommandDeps> = {
  name: 'keys limit',
  usage: '[id]',
  description:
    'Limits requests and tokens a minute and calls at once: of a key, or of an organisation, team, user or all',
  example: 'throughline keys limit 0190… --requests 60 --tokens 100000 --concurrency 4',
  options: [...rateOptions, ...subjectOptions],
  run: async (deps, { positional, options }) => {
    const subject = readSubject(positional[0], options);
    if (!subject.ok) return subject;
    const orders = readOrders(rateKinds, options);
    if (!orders.ok) return orders;
    if (orders.value.length === 0) return invalid('give --requests, --tokens or --concurrency');
    const changed = await changeLimits(deps, { ...subject.value, orders: orders.value, actor: 'command' });
    if (!changed.ok) return changed;
    return ok({ text: renderRules(changed.value), json: toJson({ limits: changed.value }), exitCode: 0 });
  },
};

export const keyCommands: readonly Command<KeyCommandDeps>[] = [
  keysCreate,
  keysList,
  keysShow,
  keysRotate,
  keysRevoke,
  keysLimit,
];
