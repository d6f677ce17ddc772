import { startFixtureServer } from './fixture-server.ts';

export interface JourneyServer {
  readonly url: string;
  /** Opens a session, once. */
  readonly loginLink: string;
  readonly close: () => Promise<void>;
}

/**
 * The server that the browser tests and the screenshots run against: the one whose login link is in
 * `THROUGHLINE_LINK`, else the fixture.
 */
export const startJourneyServer = async (): Promise<JourneyServer> => {
  const loginLink = process.env['THROUGHLINE_LINK'];
  if (loginLink === undefined) return startFixtureServer();
  return { url: new URL(loginLink).origin, loginLink, close: () => Promise.resolve() };
};
