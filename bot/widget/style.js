// The element's look, as a constructed style sheet: it needs no style-src of its own under a strict policy.
export const STYLE = new CSSStyleSheet();
STYLE.replaceSync(`
:host {
  --ink: #1b2430; --quiet: #566273; --paper: #fffdf9; --rule: #dcd6ca; --accent: #0b4a6f; --tint: #eef3f5; --warn: #8a3b12;
  --serif: "Noto Serif Thai", "Sarabun", Georgia, "Noto Serif", "Times New Roman", serif;
  --sans: "Noto Sans Thai", "Sarabun", "Leelawadee UI", Thonburi, system-ui, "Segoe UI", "Noto Sans", sans-serif;
  color-scheme: light dark; display: flex; flex-direction: column; min-height: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.7 var(--sans);
}
@media (prefers-color-scheme: dark) {
  :host { --ink: #e9e6df; --quiet: #a9b2bd; --paper: #14191f; --rule: #36404b; --accent: #86c5e8; --tint: #1d252d; --warn: #f0b08c; }
}
* { box-sizing: border-box; }
button, textarea { font: inherit; color: inherit; }
button { cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.bar { display: flex; justify-content: flex-end; padding: .25rem 0; border-bottom: 1px solid var(--rule); }
.bar button { border: 0; background: none; color: var(--accent); padding: .35rem .25rem; min-height: 2.75rem; }
.log { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 1rem 0; }
.opening { color: var(--quiet); }
.opening p { margin: 0 0 .5rem; }
.said { margin: 1.75rem 0 .75rem; font-weight: 600; overflow-wrap: anywhere; white-space: pre-wrap; }
.said::before { content: attr(data-who); display: block; font-size: .8rem; font-weight: 400; color: var(--quiet); }
.reply { border-left: 3px solid var(--accent); padding: .1rem 0 .1rem 1.1rem; margin: 0 0 1.25rem; overflow-wrap: anywhere; }
.reply.social, .reply.done, .reply.prompt { border-color: var(--rule); }
.reply.not_announced, .reply.out_of_scope, .reply.clarify { border-color: var(--quiet); }
.reply.error, .problem { border-color: var(--warn); }
.text { font: 1.125rem/1.75 var(--serif); }
.social .text, .done .text, .not_announced .text, .out_of_scope .text, .error .text, .clarify .text { font: inherit; }
.text p { margin: 0 0 .6rem; }
:lang(th) { line-break: strict; word-break: normal; }
mark { background: none; color: inherit; font-weight: 700; }
.outcome { margin: 0 0 .15rem; font-size: .85rem; font-weight: 600; color: var(--quiet); }
.error .outcome, .problem { color: var(--warn); }
.speaker { margin: 0 0 .6rem; color: var(--quiet); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .6rem 0; font-size: .95rem; }
dt { color: var(--quiet); }
dd { margin: 0; }
.date { display: block; }
.sources { display: flex; flex-wrap: wrap; gap: .5rem; margin: .6rem 0; }
.source { display: block; color: inherit; text-decoration: none; font-size: .9rem; line-height: 1.5; border: 1px solid var(--rule);
  border-radius: 3px; padding: .45rem .7rem; max-width: 100%; }
.source .label { color: var(--quiet); margin-inline-end: .5rem; }
.source .name { color: var(--accent); text-decoration: underline; text-underline-offset: .2em; text-decoration-thickness: 1px; }
.source .details { display: block; color: var(--quiet); }
details { margin: .6rem 0; }
summary { cursor: pointer; color: var(--accent); padding: .3rem 0; width: fit-content; }
blockquote { margin: .3rem 0; padding: .1rem 0 .1rem 1rem; border-left: 1px solid var(--rule); }
blockquote p { margin: .3rem 0; }
.notice { margin: .25rem 0; font-size: .9rem; color: var(--quiet); }
.choices { display: flex; flex-wrap: wrap; gap: .5rem; margin: .6rem 0; }
.choice { border: 1px solid var(--accent); color: var(--accent); background: none; border-radius: 1.4rem; padding: .35rem 1rem;
  min-height: 2.75rem; text-align: start; line-height: 1.4; }
.choice:hover { background: var(--tint); }
.waiting { color: var(--quiet); }
.waiting::after { content: " …"; animation: blink 1.2s steps(2) infinite; }
@keyframes blink { 50% { opacity: 0; } }
@media (prefers-reduced-motion: reduce) { .waiting::after { animation: none; } }
form { display: flex; gap: .6rem; align-items: flex-end; padding: .75rem 0; border-top: 1px solid var(--rule); }
form label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
textarea { flex: 1; min-width: 0; resize: none; max-height: 9.5rem; padding: .6rem .8rem; line-height: 1.55; background: var(--paper);
  border: 1px solid var(--quiet); border-radius: 3px; field-sizing: content; }
.send { background: var(--accent); color: var(--paper); border: 0; border-radius: 3px; padding: .6rem 1.3rem; min-height: 2.9rem; }
.count { margin: 0; font-size: .85rem; color: var(--quiet); min-height: 0; }
.live { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (forced-colors: active) { .reply { border-color: CanvasText; } .send, .choice { border: 1px solid ButtonText; } }
`);
