import { z, type ZodType } from 'zod';
import { problemSchema, type Problem } from '#program/contract';

/** A failed call, with the server's problem or one of our own that says as much. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ApiError';
    this.status = problem.status;
    this.problem = problem;
  }
}

const ownProblem = (status: number, code: string, texts: Pick<Problem, 'detail' | 'why' | 'remedy'>): ApiError =>
  new ApiError({
    type: 'about:blank',
    title: texts.detail,
    status,
    code,
    retryable: status === 0 || status >= 500,
    ...texts,
  });

const unreachable = (): ApiError =>
  ownProblem(0, 'CONSOLE_UNREACHABLE', {
    detail: 'The server does not answer.',
    why: 'It was stopped, or the connection to it was lost.',
    remedy: 'Start it with npm start in the project, then reload.',
  });

/** How `/v1` says what went wrong. */
const openAiErrorSchema = z.object({ error: z.object({ message: z.string(), code: z.string().nullish() }) });

const failureOf = async (response: Response): Promise<ApiError> => {
  const body: unknown = await response.json().catch(() => undefined);
  const problem = problemSchema.safeParse(body);
  if (problem.success) return new ApiError(problem.data);
  const openAi = openAiErrorSchema.safeParse(body);
  if (openAi.success) {
    const { message, code } = openAi.data.error;
    return ownProblem(response.status, code ?? `HTTP_${response.status}`, { detail: message, why: '', remedy: '' });
  }
  return ownProblem(response.status, `HTTP_${response.status}`, {
    detail: `The server answered ${response.status}.`,
    why: 'It gave no further reason.',
    remedy: 'Look at the terminal that runs it, then try again.',
  });
};

/** Calls the server; throws an `ApiError` when it does not answer or refuses. */
export const call = async (path: string, init?: RequestInit): Promise<Response> => {
  const response = await fetch(path, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  });
  if (!response.ok) throw await failureOf(response);
  return response;
};

export const readJson = async <Body>(response: Response, schema: ZodType<Body>): Promise<Body> => {
  const parsed = schema.safeParse(await response.json());
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw ownProblem(502, 'CONSOLE_UNEXPECTED_REPLY', {
    detail: 'The server sent something this console does not understand.',
    why: `${response.url}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    remedy: 'Reload the page; console and server may be of different versions.',
  });
};

export const getJson = async <Body>(path: string, schema: ZodType<Body>, signal?: AbortSignal): Promise<Body> =>
  readJson(await call(path, signal === undefined ? {} : { signal }), schema);

export const postJson = async (path: string, body: unknown): Promise<Response> =>
  call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** A query string of what is defined. */
export const withQuery = (
  path: string,
  query: Readonly<Record<string, string | number | boolean | undefined>>,
): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return given.length === 0
    ? path
    : `${path}?${new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()}`;
};
