import { startFixtureServer } from './fixture-server.ts';

export interface JourneyServer {
  readonly url: string;
  /** Opens a session, once. */
  readonly loginLink: string;
  readonly close: () => Promise<void>;
}

/** The server that the browser journey and the screenshots run against. */
export const startJourneyServer = async (): Promise<JourneyServer> => startFixtureServer();
