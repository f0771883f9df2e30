// The styles of the chat. A constructed style sheet, because a page's CSP cannot block it. Colours: widget.js.

export const STYLE = new CSSStyleSheet();

STYLE.replaceSync(`
:host {
  --serif: var(--press-desk-serif, Charter, "Noto Serif", Cambria, Georgia, serif);
  --thai-serif: var(--press-desk-thai-serif, "Noto Serif Thai", "Sarabun", "Noto Serif", serif);
  --soft: color-mix(in srgb, var(--accent) 7%, var(--paper));
  background: var(--paper);
}
:host([position="inline"]) { height: min(44em, 100dvh); }
:host([mode="page"]) { display: flex; flex-direction: column; }

*, ::before { box-sizing: border-box; }
p, h2, h3, ul, dl, dd, blockquote { margin: 0; padding: 0; font: inherit; }
ul { list-style: none; }
button, input, textarea { margin: 0; font: inherit; color: inherit; border: 1px solid var(--edge); border-radius: 3px; background: none; }
a, summary { color: var(--accent); }
a { text-underline-offset: .22em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; border: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.desk { container-type: inline-size; display: flex; flex-direction: column; height: 100%; }
.panel .desk { padding: 0 1em; }
:host([mode="page"]) .desk { flex: 1; height: auto; }

.bar { display: flex; align-items: center; gap: .9em; padding: .35em 0; border-bottom: 1px solid var(--rule); background: var(--paper); }
:host([mode="page"]) .bar { position: sticky; top: 0; z-index: 2; }
h2, h3 { font-weight: 600; }
.automated { flex: 1; color: var(--quiet); font-size: .875em; }
.switch { display: flex; margin-inline-start: auto; }
.bar button { min-height: 2.75em; border: 0; }
.switch button { padding: 0 .65em; color: var(--quiet); font-size: .875em; }
.switch button[aria-pressed="true"] { color: var(--ink); font-weight: 600; text-decoration: underline 2px var(--accent); text-underline-offset: .5em; }
.more { position: relative; }
.bar .icon { min-width: 2.75em; margin-inline: -.5em; padding: 0; }
.menu { position: absolute; z-index: 2; top: 100%; right: -.5em; width: min(19em, 100cqw - .5em); padding: .4em; border: 1px solid var(--edge); border-radius: 3px; background: var(--paper); box-shadow: 0 4px 16px rgb(0 0 0 / .2); }
.menu > button { width: 100%; text-align: start; }
.menu > * { padding: .5em .75em; }
.menu > :hover { background: var(--soft); }

.log { position: relative; flex: 1; min-height: 0; padding-bottom: 2.5em; overflow-wrap: anywhere; }
:host(:not([mode="page"])) .log { overflow-y: auto; overscroll-behavior: contain; }
.aside { margin-top: 1em; padding: .6em 1em; background: var(--soft); }
.status:not(:empty) { padding-bottom: .6em; }

.opening { padding: 2em 0 .5em; }
.greeting { font-size: 1.5em; font-weight: 600; text-wrap: balance; }
.promise { max-width: 36em; margin-top: .5em; }
.opening .label { margin-top: 2.25em; }
.promise, .label, .kicker, .speaker, dt, .notices, .note, .details, .foot, .feedback, .result, .pending { color: var(--quiet); }

.turn { padding-top: 1.5em; margin-top: 1.75em; border-top: 1px solid var(--rule); }
.turn:focus { outline: none; }
h3 { font-size: 1.0625em; white-space: pre-wrap; }
.answers { margin-top: 1.1em; min-width: 0; }

.reply { padding-inline-start: 1.1em; border-inline-start: 2px solid var(--edge); }
.reply + .reply { margin-top: 2.5em; }
.answered { border-color: var(--accent); }
.not_announced, .out_of_scope { border-inline-start-style: dashed; }
.error, .refused, .server { border-color: var(--alert); }
.social { padding: 0; border: 0; }

.kicker { margin-bottom: .45em; font-size: .875em; font-weight: 600; }
.answered > .kicker { color: var(--accent); }
.alert, .changed, .cancelled, .status { color: var(--alert); }
.text, .lead { max-width: 40em; text-wrap: pretty; }
.text p + p, blockquote p + p { margin-top: .8em; }
.text p, blockquote p { white-space: pre-line; }
.answered > .text, .lead { font-size: 1.1875em; max-width: 34em; }
:is(.greeting, .answered > .text, .lead, .original blockquote, .speaker cite):lang(en) { font-family: var(--serif); }
:is(.greeting, .answered > .text, .lead, .original blockquote, .speaker cite):lang(th) { font-family: var(--thai-serif); line-height: 1.8; }
.lead { font-weight: 700; }
mark { color: inherit; background: var(--soft); font-weight: 600; }
.answered > .passage { margin-top: .9em; font-size: 1em; max-width: 40em; }
cite { color: var(--ink); font-style: normal; font-weight: 600; }
.speaker::before { content: "— "; }

.event { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .3em 1.5em; margin-top: 1.4em; padding: 1em 1.1em; border: 1px solid var(--rule); border-top: 3px solid var(--accent); border-radius: 3px; }
.calendar { grid-column: 1 / -1; }
.era { display: inline-block; }
.dates, .notices, .original { margin-top: 1em; }
summary { width: fit-content; padding: .35em 0; cursor: pointer; }
.notices, .note, .provenance, .actions { font-size: .9375em; }
.original blockquote { max-width: 36em; margin: .5em 0; padding-inline-start: 1em; border-inline-start: 1px solid var(--edge); }

.provenance { margin-top: 1.3em; }
.provenance li { margin-top: .4em; }
.source { display: block; width: fit-content; padding: .5em .9em; border: 1px solid var(--rule); border-radius: 3px; background: var(--soft); text-decoration: none; }
a.source:hover { border-color: var(--accent); }
a.source .name { text-decoration: underline; }
.details { display: block; font-size: .9375em; }
.foot, .speaker { margin-top: .6em; }
.foot a { padding: .3em 0; color: inherit; }

.actions { margin-top: .9em; }
.buttons, .feedback, .comments { display: flex; flex-wrap: wrap; align-items: center; gap: .5em; }
.feedback { margin-top: .7em; }
.comments, textarea { flex: 1 0 100%; }
.small { display: inline-block; min-height: 2.75em; padding: .45em .9em; border: 1px solid var(--edge); border-radius: 3px; color: var(--ink); text-decoration: none; }
.small:hover, .inline .choice:hover { border-color: var(--accent); color: var(--accent); }
.small[aria-pressed="true"] { border-color: var(--accent); background: var(--accent); color: var(--paper); }
input { flex: 1; min-width: 10em; padding: .45em .7em; color: var(--ink); }

.choices { margin-top: 1em; border-top: 1px solid var(--rule); }
.choice { display: flex; justify-content: space-between; gap: 1em; width: 100%; min-height: 2.9em; padding: .6em 0; border-width: 0 0 1px; border-color: var(--rule); border-radius: 0; text-align: start; }
.choice::after { content: "→" / ""; color: var(--accent); }
.choice:hover { color: var(--accent); }
.choices.inline { display: flex; flex-wrap: wrap; gap: .6em; border: 0; }
.inline .choice, .retry { width: auto; min-height: 2.75em; padding: .45em 1.1em; border: 1px solid var(--edge); border-radius: 3px; }
.inline .choice::after { content: none; }
.retry { margin-top: 1em; }

.pending { display: flex; align-items: center; gap: .9em; }
.pending::before { content: ""; width: 1.1em; height: 1.1em; border: 2px solid var(--rule); border-top-color: var(--accent); border-radius: 50%; animation: turn 1s linear infinite; }
@keyframes turn { to { rotate: 1turn; } }

.composer { position: relative; padding: .8em 0 max(.8em, env(safe-area-inset-bottom)); border-top: 1px solid var(--ink); background: var(--paper); }
:host([mode="page"]) .composer { position: sticky; bottom: var(--keyboard, 0px); z-index: 1; }
.field { display: flex; align-items: flex-end; gap: .6em; }
.question { flex: 1; min-width: 0; min-height: 3em; max-height: min(12em, 40dvh); padding: .6em .85em; overflow-y: auto; overflow-wrap: anywhere; white-space: pre-wrap; border: 1px solid var(--edge); border-radius: 3px; cursor: text; }
.question:focus-visible { border-color: var(--accent); outline-offset: -1px; }
.question:empty::before { content: attr(aria-label); color: var(--quiet); }
.send { min-height: 3em; padding: 0 1.4em; border-color: var(--accent); background: var(--accent); color: var(--paper); font-weight: 600; }
.send:hover { filter: brightness(1.15); }
.suggestions { position: absolute; z-index: 1; bottom: calc(100% - .4em); left: 0; right: 0; max-height: 45dvh; overflow-y: auto; border: 1px solid var(--edge); border-radius: 3px; background: var(--paper); }
[role="option"] { min-height: 2.75em; padding: .5em .85em; cursor: pointer; }
[role="option"]:hover, [aria-selected="true"] { background: var(--soft); }
[aria-selected="true"] { outline: 2px solid var(--accent); outline-offset: -2px; }

@container (width < 30em) { .automated { display: none; } }
@media (prefers-reduced-motion: reduce) { .pending::before { animation: none; } }
@media (forced-colors: active) {
  .desk button[aria-pressed="true"] { forced-color-adjust: none; background: Highlight; color: HighlightText; }
}
@media print { .bar, .composer, .opening, .choices, .retry, .actions { display: none; } }
`);
