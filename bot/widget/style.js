// The element's look, as a constructed style sheet: that needs nothing of the page's policy. A page themes it through
// the --press-desk-* properties; sizes are in em of the host, so that no page's root size changes them.

export const STYLE = new CSSStyleSheet();

STYLE.replaceSync(`
:host {
  --ink: var(--press-desk-ink, #161b22);
  --quiet: var(--press-desk-quiet, #57606c);
  --paper: var(--press-desk-paper, #fff);
  --rule: var(--press-desk-rule, #d8dce2);
  --edge: var(--press-desk-edge, #7d8794);
  --accent: var(--press-desk-accent, #1c4182);
  --alert: var(--press-desk-alert, #96311f);
  --sans: var(--press-desk-sans, -apple-system, "Segoe UI", "Noto Sans", system-ui, sans-serif);
  --serif: var(--press-desk-serif, Charter, "Iowan Old Style", "Source Serif 4", "Noto Serif", Cambria, Georgia, serif);
  --thai: var(--press-desk-thai, "Noto Sans Thai", "Sarabun", "Leelawadee UI", "Thonburi", system-ui, sans-serif);
  --thai-serif: var(--press-desk-thai-serif, "Noto Serif Thai", "Sarabun", "Leelawadee UI", "Thonburi", "Noto Serif", serif);
  color-scheme: light dark;
  display: block;
  container-type: inline-size;
  height: min(44rem, 100dvh);
  background: var(--paper);
  color: var(--ink);
  font-size: var(--press-desk-size, medium);
}
@media (prefers-color-scheme: dark) {
  :host {
    --ink: var(--press-desk-ink, #e8ebef);
    --quiet: var(--press-desk-quiet, #a5aeba);
    --paper: var(--press-desk-paper, #11151a);
    --rule: var(--press-desk-rule, #2d343d);
    --edge: var(--press-desk-edge, #76818e);
    --accent: var(--press-desk-accent, #a3c0f7);
    --alert: var(--press-desk-alert, #f2a898);
  }
}
:host([hidden]) { display: none; }
:host([mode="page"]) { display: flex; flex-direction: column; height: auto; }

*, ::before { box-sizing: border-box; }
p, h2, h3, ul, dl, dd, blockquote { margin: 0; padding: 0; font: inherit; }
ul { list-style: none; }
button, textarea { margin: 0; font: inherit; color: inherit; }
button { cursor: pointer; }
a, summary { color: var(--accent); }
a { text-decoration-thickness: 1px; text-underline-offset: .22em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
::selection { background: color-mix(in srgb, var(--accent) 24%, transparent); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.desk { display: flex; flex-direction: column; height: 100%; }
:host([mode="page"]) .desk { flex: 1; height: auto; }
[lang]:lang(en) { font-family: var(--sans); line-height: 1.55; }
[lang]:lang(th) { font-family: var(--thai); line-height: 1.7; }

.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .9em; padding: .35em 0; border-bottom: 1px solid var(--rule); background: var(--paper); }
:host([mode="page"]) .bar { position: sticky; top: 0; z-index: 1; }
h2 { font-weight: 600; white-space: nowrap; }
.automated { flex: 1; color: var(--quiet); font-size: .875em; }
.switch { display: flex; margin-inline-end: -.65em; }
.switch button { min-height: 2.75em; padding: 0 .65em; border: 0; background: none; color: var(--quiet); font-size: .875em; white-space: nowrap; }
.switch button:hover { color: var(--ink); }
.switch button[aria-pressed="true"] { color: var(--ink); font-weight: 600; text-decoration: underline 2px var(--accent); text-underline-offset: .5em; }

.log { flex: 1; min-height: 0; padding-bottom: 2.5em; overflow-wrap: anywhere; }
:host(:not([mode="page"])) .log { overflow-y: auto; overscroll-behavior: contain; }

.opening { padding: 2em 0 .5em; }
.greeting { font-size: 1.5em; font-weight: 600; text-wrap: balance; }
.greeting:lang(en) { font-family: var(--serif); line-height: 1.3; }
.greeting:lang(th) { font-family: var(--thai-serif); line-height: 1.5; }
.promise { max-width: 36em; margin-top: .5em; color: var(--quiet); text-wrap: pretty; }
.opening .label { margin-top: 2.25em; color: var(--quiet); font-size: .875em; }

.turn { padding-top: 1.5em; margin-top: 1.75em; border-top: 1px solid var(--rule); }
.turn:focus { outline: none; }
.margin { display: none; }
h3 { font-weight: 600; font-size: 1.0625em; text-wrap: pretty; }
.said { white-space: pre-wrap; }
.answers { margin-top: 1.1em; min-width: 0; }

.reply { padding-inline-start: 1.1em; border-inline-start: 2px solid var(--rule); }
.reply + .reply { margin-top: 2.5em; }
.answered { border-color: var(--accent); }
.not_announced, .out_of_scope { border-inline-start-style: dashed; border-color: var(--edge); }
.clarify, .prompt, .done, .wait { border-color: var(--edge); }
.error { border-color: var(--alert); }
.social { padding-inline-start: 0; border: 0; }

.kicker { margin-bottom: .45em; color: var(--quiet); font-size: .875em; font-weight: 600; }
.answered > .kicker { color: var(--accent); }
.error > .kicker { color: var(--alert); }
.text { max-width: 40em; text-wrap: pretty; }
.text p + p, blockquote p + p { margin-top: .8em; }
.text p, blockquote p { white-space: pre-line; }
.answered > .text { font-size: 1.1875em; max-width: 34em; }
.answered > .text:lang(en), .original blockquote:lang(en), .speaker cite:lang(en) { font-family: var(--serif); line-height: 1.6; }
.answered > .text:lang(th), .original blockquote:lang(th), .speaker cite:lang(th) { font-family: var(--thai-serif); line-height: 1.85; }
.lead { font-weight: 700; }
.speaker { margin-top: .6em; color: var(--quiet); }
.speaker cite { color: var(--ink); font-style: normal; font-weight: 600; }
.speaker::before { content: "— "; }

.event { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .3em 1.5em; margin-top: 1.4em; padding: .9em 0; border: solid var(--rule); border-width: 1px 0; }
dt { color: var(--quiet); }
dd, .dates, .provenance { font-variant-numeric: lining-nums; }
.calendar { grid-column: 2; }
.era { display: inline-block; }
.past { color: var(--quiet); }
.dates { margin-top: 1em; }
.notices { margin-top: 1em; color: var(--quiet); font-size: .9375em; }

.original { margin-top: 1em; }
summary { width: fit-content; padding: .35em 0; cursor: pointer; }
.note { color: var(--quiet); font-size: .875em; }
.original blockquote { max-width: 36em; margin: .5em 0 .4em; padding-inline-start: 1em; border-inline-start: 1px solid var(--edge); }

.provenance { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25em 1em; margin-top: 1.3em; font-size: .9375em; }
.provenance .label { color: var(--quiet); }
.provenance li + li { margin-top: .5em; }
.source { display: block; width: fit-content; text-decoration: none; }
a.source .name { text-decoration: underline 1px; text-underline-offset: .22em; }
a.source:hover .name { text-decoration-thickness: 2px; }
.details { display: block; color: var(--quiet); }
.foot { margin-top: .25em; display: flex; flex-wrap: wrap; gap: 0 1.25em; grid-column: 1 / -1; color: var(--quiet); font-size: .9375em; }
.foot a { color: inherit; }

.choices { margin-top: 1em; border-top: 1px solid var(--rule); }
.choice { display: flex; justify-content: space-between; gap: 1em; width: 100%; min-height: 2.9em; padding: .6em 0; border: 0; border-bottom: 1px solid var(--rule); background: none; color: inherit; text-align: start; }
.choice::after { content: "→" / ""; color: var(--accent); font-family: var(--sans); transition: translate .15s; }
.choice:hover { color: var(--accent); border-color: var(--edge); }
.choice:hover::after { translate: .25em 0; }
.opening .choices { margin-top: .6em; }
.choices.inline { display: flex; flex-wrap: wrap; gap: .6em; border: 0; }
.inline .choice, .again { width: auto; min-height: 2.75em; padding: .45em 1.1em; border: 1px solid var(--edge); border-radius: 3px; background: none; align-items: center; }
.inline .choice::after { content: none; }
.inline .choice:hover, .again:hover { border-color: var(--accent); color: var(--accent); }
.again { margin-top: 1em; font-weight: 600; }
.again:disabled { border-color: var(--rule); color: var(--quiet); font-weight: 400; cursor: default; }

.busy { display: flex; align-items: center; gap: .9em; color: var(--quiet); }
.busy::before { content: ""; flex: none; width: 2.5em; height: 2px; background: linear-gradient(90deg, var(--accent) 50%, var(--rule) 50%) 100% 0 / 200% 100%; animation: search 1.3s ease-in-out infinite alternate; }
@keyframes search { to { background-position: 0 0; } }

.composer { position: relative; padding: .8em 0 max(.8em, env(safe-area-inset-bottom)); border-top: 1px solid var(--ink); background: var(--paper); }
:host([mode="page"]) .composer { position: sticky; bottom: var(--keyboard, 0px); z-index: 1; }
.field { display: flex; align-items: flex-end; gap: .6em; }
textarea { flex: 1; min-width: 0; field-sizing: content; min-height: 3em; max-height: min(12em, 40dvh); padding: .6em .85em; resize: none; overflow-wrap: anywhere; border: 1px solid var(--edge); border-radius: 3px; background: var(--paper); }
textarea:focus-visible { border-color: var(--accent); outline-offset: -1px; }
textarea::placeholder { color: var(--quiet); opacity: 1; }
textarea[aria-invalid="true"] { border-color: var(--alert); outline-color: var(--alert); }
.send { min-height: 3em; padding: 0 1.4em; border: 1px solid transparent; border-radius: 3px; background: var(--accent); color: var(--paper); font-weight: 600; }
.send:hover { background: color-mix(in srgb, var(--accent) 86%, var(--ink)); }
.counter { margin-top: .35em; color: var(--quiet); font-size: .875em; font-variant-numeric: tabular-nums; }
.counter:empty { display: none; }
.counter.over { color: var(--alert); font-weight: 600; }

@container (width >= 40em) {
  .opening { padding-top: 2.75em; }
  .greeting { font-size: 1.75em; }
  .turn { display: grid; grid-template-columns: 5.75em minmax(0, 1fr); padding-top: 1.9em; margin-top: 2.25em; }
  .margin { display: block; color: var(--quiet); font-size: .875em; line-height: 1.9; }
  .margin ~ .margin { margin-top: 1.25em; }
}
@media (max-width: 26em) {
  .event { gap: .3em 1em; }
  .provenance { grid-template-columns: minmax(0, 1fr); }
}
@media (prefers-reduced-motion: reduce) {
  .busy::before { animation: none; }
  .choice::after { transition: none; }
}
@media (forced-colors: active) {
  .busy::before { background: CanvasText; }
  .send { border-color: ButtonText; }
  .switch button[aria-pressed="true"] { text-decoration-color: Highlight; }
}
@media print {
  :host { height: auto; }
  .bar, .composer, .opening, .choices, .again { display: none; }
  .log { overflow: visible; }
  .turn { break-inside: avoid; }
}
`);
