/** The state of the working tree the project lives in; undefined outside of Git. */
export interface GitDep {
  readonly git: { readonly state: () => Promise<{ readonly commit: string; readonly dirty: boolean } | undefined> };
}

export interface MlflowRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path and query below the tracking server's address. */
  readonly path: string;
  /** A JSON text, or the content of an artifact. */
  readonly body?: string;
  readonly contentType?: string;
}

/** Speaks HTTP with one MLflow tracking server. */
export interface MlflowHttpDep {
  readonly mlflowHttp: (request: MlflowRequest) => Promise<{ readonly status: number; readonly body: string }>;
}
