import { useRouter, useRouterState } from '@tanstack/react-router';
import { useCallback } from 'react';

const base = 'http://console';

/** The address with some query parameters changed; `undefined` removes one. */
export const withParams = (href: string, changes: Readonly<Record<string, string | undefined>>): string => {
  const url = new URL(href, base);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.pathname + url.search;
};

export const useHref = (): string => useRouterState({ select: ({ location }) => location.href });
export const usePathname = (): string => useRouterState({ select: ({ location }) => location.pathname });

/** One query parameter of the address, as text. */
export const useParam = (name: string): string | undefined =>
  useRouterState({ select: ({ location }) => new URL(location.href, base).searchParams.get(name) ?? undefined });

/** Goes to an address of the console without loading the page again. */
export const useGo = () => {
  const { history } = useRouter();
  return useCallback(
    (href: string, replace = false) => (replace ? history.replace(href) : history.push(href)),
    [history],
  );
};

/** Changes query parameters of where one is; filters replace the history entry, panels add one. */
export const useSetParams = () => {
  const { history } = useRouter();
  return useCallback(
    (changes: Readonly<Record<string, string | undefined>>, replace = false) => {
      const href = withParams(history.location.href, changes);
      if (replace) history.replace(href);
      else history.push(href);
    },
    [history],
  );
};
