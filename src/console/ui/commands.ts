/** The same thing from a terminal: as a command, where the command line has one, and as an HTTP call. */
export interface ShownCommand {
  readonly cli?: string;
  /** Method and path. */
  readonly http: string;
  /** JSON of a post. */
  readonly body?: unknown;
}

/** One word for a shell: plain words as they are, others in single quotes. */
const quoted = (word: string): string =>
  /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

const line = (...words: readonly string[]): string => ['throughline', ...words].map(quoted).join(' ');

/** Commands that a page tells people to type. */
export const terminal = {
  run: (...stages: readonly string[]) => line('run', ...stages),
  // A question that begins with a dash is no option.
  ask: (question: string) => line('ask', ...(question.startsWith('-') ? ['--'] : []), question),
  verifyLedger: () => line('audit', 'verify'),
  status: () => line('status'),
  login: () => line('login'),
  createKey: (...options: readonly string[]) => line('keys', 'create', ...options),
} as const;

/** Whom a limit is for, as options of the command line. */
const subjectWords = (level: string, subject: string): readonly string[] => {
  if (level === 'project') return ['--whole-project'];
  return level === 'key' ? [subject] : [`--${level}`, subject];
};

export interface ShownLimit {
  readonly level: string;
  readonly subject: string;
  readonly kind: string;
  /** US dollars, or a number. */
  readonly amount: number;
}

const limitLine = ({ level, subject, kind, amount }: ShownLimit): string => {
  const isMoney = ['day', 'week', 'month'].includes(kind);
  const command = isMoney ? ['budgets', 'set'] : ['keys', 'limit'];
  return line(...command, ...subjectWords(level, subject), `--${kind}`, String(amount));
};

const signature = { actor: 'NAME', reason: 'WHY' } as const;

/** What `ShowCommand` shows; a test holds each against the real command line and the real routes. */
export const shown = {
  run: (...stages: readonly string[]): ShownCommand => ({
    cli: terminal.run(...stages),
    http: 'POST /api/run',
    body: { stages },
  }),
  ask: (question: string, model: string): ShownCommand => ({
    cli: terminal.ask(question),
    http: 'POST /v1/chat/completions',
    body: { model, messages: [{ role: 'user', content: question }] },
  }),
  waive: (gate: string, candidateId: string): ShownCommand => ({
    cli: line('readiness', 'waive', gate, '--actor', signature.actor, '--reason', signature.reason),
    http: 'POST /api/readiness/waivers',
    body: { gate, candidateId, ...signature },
  }),
  rollBack: (): ShownCommand => ({
    cli: line('rollout', 'rollback', '--by', signature.actor, '--reason', signature.reason),
    http: 'POST /api/rollout/rollback',
    body: signature,
  }),
  gateway: (): ShownCommand => ({ http: 'GET /api/gateway' }),
  keys: (): ShownCommand => ({ cli: line('keys', 'list'), http: 'GET /api/keys' }),
  key: (id: string): ShownCommand => ({ cli: line('keys', 'show', id), http: `GET /api/keys/${id}` }),
  createKey: (name: string): ShownCommand => ({
    cli: terminal.createKey('--name', name),
    http: 'POST /api/keys',
    body: { name },
  }),
  budgets: (): ShownCommand => ({ cli: line('budgets', 'list'), http: 'GET /api/budgets' }),
  setLimit: (limit: ShownLimit): ShownCommand => ({ cli: limitLine(limit), http: 'POST /api/budgets', body: limit }),
  usage: (by: string, days: number): ShownCommand => ({
    cli: line('usage', '--by', by, '--days', String(days)),
    http: `GET /api/usage?by=${by}&days=${days}`,
  }),
  verifyLedger: (): ShownCommand => ({ cli: terminal.verifyLedger(), http: 'GET /api/ledger/verify' }),
  traces: (): ShownCommand => ({ http: 'GET /api/traces?traffic=served&limit=50' }),
  trace: (traceId: string): ShownCommand => ({ http: `GET /api/traces/${traceId}` }),
  record: (hash: string): ShownCommand => ({ http: `GET /api/records/${hash}` }),
  lineage: (hash: string): ShownCommand => ({ http: `GET /api/records/${hash}/lineage?direction=up` }),
  answer: (traceId: string): ShownCommand => ({ http: `GET /api/answers/${traceId}/lineage` }),
} as const;

const sessionFile = 'session.txt';

/** How a terminal gets a session, or a key for `/v1`. */
export const credentialLine = ({ http }: ShownCommand, origin: string): string =>
  http.includes(' /v1/')
    ? `KEY=$(${line('keys', 'create', '--json')} | sed 's/.*"key":"\\([^"]*\\).*/\\1/')`
    : `curl -s -o /dev/null -c ${sessionFile} "$(${line('login', '--url', origin)})"`;

/** The call over HTTP, with the credential of `credentialLine`. */
export const curlLine = ({ http, body }: ShownCommand, origin: string): string => {
  const [method = 'GET', path = '/'] = http.split(' ');
  const credential = path.startsWith('/v1/') ? '-H "authorization: Bearer $KEY"' : `-b ${sessionFile}`;
  const post = method === 'GET' ? '' : ` -H 'content-type: application/json' -d ${quoted(JSON.stringify(body ?? {}))}`;
  return `curl ${credential}${post} ${quoted(origin + path)}`;
};
