/** One entry of the error catalogue. `{name}` in a text is replaced by the detail of that name. */
export interface FaultEntry {
  /** What happened, one sentence. */
  readonly what: string;
  /** Why it is so. */
  readonly why: string;
  /** What the reader can do now. */
  readonly remedy: string;
  /** HTTP status of the API, 400 to 599. */
  readonly status: number;
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean;
}

export type FaultCatalogue<Code extends string = string> = Readonly<Record<Code, FaultEntry>>;

export type FaultDetails = Readonly<Record<string, string | number | boolean>>;

/** An expected failure, rendered from the catalogue; plain data, safe to store and to send. */
export interface Fault<Code extends string = string> {
  readonly code: Code;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly status: number;
  readonly retryable: boolean;
  readonly details: FaultDetails;
}

const fill = (template: string, details: FaultDetails): string =>
  template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole));

/**
 * Makes the fault constructor of one stage from its part of the catalogue.
 *
 * ```ts
 * import { createFaults } from '#kernel';
 * const { fault } = createFaults({
 *   DATA_SOURCE_MISSING: { what: 'No folder {path}.', why: 'It is not there.', remedy: 'Check `path`.', status: 422, retryable: false },
 * });
 * fault('DATA_SOURCE_MISSING', { path: 'docs' }).what; // 'No folder docs.'
 * ```
 */
export const createFaults = <Code extends string>(catalogue: FaultCatalogue<Code>) => ({
  catalogue,
  fault: (code: Code, details: FaultDetails = {}): Fault<Code> => {
    const entry = catalogue[code];
    return {
      code,
      what: fill(entry.what, details),
      why: fill(entry.why, details),
      remedy: fill(entry.remedy, details),
      status: entry.status,
      retryable: entry.retryable,
      details,
    };
  },
});

/** The one class: carries a fault through code that can only throw (library callbacks, HTTP handlers). */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(fault: Fault, options?: ErrorOptions) {
    super(`${fault.code}: ${fault.what}`, options);
    this.name = 'FaultError';
    this.fault = fault;
  }
}

/** Whether an unknown thrown value carries a fault. */
export const isFaultError = (thrown: unknown): thrown is FaultError => thrown instanceof FaultError;
