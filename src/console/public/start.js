// Runs before everything else, so that the page is never painted in the wrong theme, and so that zod, which reads
// this value when schemas are made, does not try `new Function`: the content security policy forbids and reports it.
globalThis.__zod_globalConfig = { jitless: true };
try {
  const theme = localStorage.getItem('throughline-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system's theme is right then.
}
