import { ApiError } from '../api/client.ts';

/** One sentence about a failed action. */
export const errorText = (error: Error): string =>
  error instanceof ApiError ? `${error.problem.detail} ${error.problem.remedy}` : error.message;
