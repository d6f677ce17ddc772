import { useSyncExternalStore } from 'react';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'throughline-theme';
const listeners = new Set<() => void>();

const isTheme = (text: string | null): text is Theme => themes.some((theme) => theme === text);

const read = (): Theme => {
  const stored = localStorage.getItem(key);
  return isTheme(stored) ? stored : 'system';
};

/** Puts the chosen theme on the document, as `public/start.js` does at the start; `system` leaves it to the browser. */
const applyTheme = (theme: Theme): void => {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
};

export const setTheme = (theme: Theme): void => {
  localStorage.setItem(key, theme);
  applyTheme(theme);
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useTheme = (): Theme => useSyncExternalStore(subscribe, read);
