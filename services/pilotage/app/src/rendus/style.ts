/** Stylesheet of the printable report. */
export const STYLE = `:root { color-scheme: light; font-family: system-ui, sans-serif; color: #161616; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; line-height: 1.45; }
h1 { margin: 0 0 .25rem; font-size: 1.8rem; }
h2 { margin: 2rem 0 .5rem; padding-bottom: .25rem; border-bottom: 2px solid #0c419a; font-size: 1.25rem; }
.edition { display: inline-block; margin: 0 0 .5rem; padding: .1rem .6rem; border: 2px solid #8a1c00; color: #8a1c00; font-weight: 700; text-transform: uppercase; }
table { width: 100%; margin: 1rem 0; border-collapse: collapse; page-break-inside: avoid; }
caption { padding: .25rem 0; text-align: left; font-weight: 700; }
th, td { padding: .3rem .5rem; border-bottom: 1px solid #c8c8c8; text-align: left; vertical-align: top; }
thead th { background: #eef3fb; }
tbody th { font-weight: 400; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.absent { color: #595959; font-style: italic; }
small { color: #595959; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } h2 { page-break-after: avoid; } @page { margin: 15mm; } }
`;
