/** One small style sheet: system fonts, light and dark by the reader's setting, and ink-saving on paper. */
export const style = `
:root { color-scheme: light dark; --ink:#16181d; --soft:#5c6470; --line:#e1e4e9; --page:#fff; --tint:#f6f7f9;
  --pass:#0b6b3a; --fail:#b42318; --unknown:#7a5b00; --accent:#2457d6; }
@media (prefers-color-scheme: dark) { :root { --ink:#e8eaee; --soft:#a2aab6; --line:#31363f; --page:#14161a; --tint:#1c1f25;
  --pass:#5fd39a; --fail:#ff8f85; --unknown:#f0c75e; --accent:#8fb0ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif;
  font-variant-numeric: tabular-nums; }
main { max-width: 68rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .35rem; }
h2 { font-size: 1.1rem; margin: 2.75rem 0 .6rem; }
p { margin: .35rem 0; max-width: 46rem; }
.soft, caption, dt { color: var(--soft); }
.verdict { display: inline-block; margin: 1.25rem 0 .5rem; padding: .7rem 1rem; border: 1px solid currentColor; border-left-width: 5px;
  border-radius: 6px; font-weight: 600; }
.pass { color: var(--pass); } .fail { color: var(--fail); } .unknown { color: var(--unknown); } .waived { color: var(--accent); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: 0 0 .5rem; }
th, td { text-align: left; vertical-align: top; padding: .55rem .9rem .55rem 0; border-top: 1px solid var(--line); }
thead th { border-top: 0; font-size: .8125rem; font-weight: 600; color: var(--soft); }
tbody th { font-weight: 600; }
td.state, td.number { white-space: nowrap; }
td.state { font-weight: 600; }
small { display: block; color: var(--soft); font-weight: 400; font-size: .8125rem; }
code { font: .8125rem ui-monospace, "SF Mono", Menlo, monospace; color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.25rem; margin: .75rem 0; }
dd { margin: 0; overflow-wrap: anywhere; }
ul { padding-left: 1.1rem; margin: .35rem 0; }
svg { display: block; margin-top: .3rem; overflow: visible; }
svg .rail { stroke: var(--line); } svg .range { stroke: var(--soft); } svg .point { fill: var(--ink); } svg .target { stroke: var(--accent); }
@media (max-width: 46rem) { main { padding: 1.5rem 1rem 3rem; } thead { position: absolute; clip-path: inset(50%); }
  table, caption, tbody, tr, td, th { display: block; } tr { padding: .6rem 0; border-top: 1px solid var(--line); }
  tbody th, tbody td { border: 0; padding: .1rem 0; } td:empty { display: none; }
  td[data-label]:not(:empty)::before { content: attr(data-label) ": "; color: var(--soft); } }
@media print { :root { --ink:#000; --soft:#444; --line:#bbb; --page:#fff; --pass:#000; --fail:#000; --unknown:#000; --accent:#000; }
  main { max-width: none; padding: 0; } h2 { break-after: avoid; } tr { break-inside: avoid; } body { font-size: 10.5pt; } }
`;
