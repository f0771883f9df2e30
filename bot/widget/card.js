// The answer card: one Reply as an element. Shows each part once, and adds only labels, in the answer's language.

import { button, el, languageOf, link, linked, list, safeUrl, said } from "./dom.js";
import { dateWords, LANGUAGES, WORDS } from "./words.js";

const LABELLED = ["answered", "clarify", "not_announced", "out_of_scope", "prompt", "error"];
const APART = "\u00a0· "; // stays at the end of a line
const SHORT = 18; // characters of a choice that stands beside others

/** What needs no label, or is unknown, is shown as plainly as small talk. */
export const outcomeOf = ({ outcome }) => (LABELLED.includes(outcome) ? outcome : "social");

const languageFor = ({ language, text }) => (LANGUAGES.includes(language) ? language : languageOf(text));

const apart = (parts) => parts.filter(Boolean).flatMap((part, i) => (i ? [APART, part] : [part]));

const prose = (text) => text.split(/\n[^\S\n]*\n\s*/).map((part) => el("p", null, linked(part)));

/** The sentence that answers, then the passage that it comes from, word for word; once where they are the same. */
function wording({ text, lead, quote }, lang) {
  const passage = String(text ?? "").trim();
  const first = lead && lead !== passage ? el("p", { class: "lead", lang }, linked(String(lead))) : null;
  return [first, el(quote?.speaker ? "blockquote" : "div", { class: first ? "text passage" : "text", lang }, prose(passage))];
}

function attribution({ speaker, role, occasion, date }, language) {
  const parts = [role, occasion, date && dateWords(date, language)].filter(Boolean);
  return el("p", { class: "speaker" }, apart([el("cite", { lang: languageOf(speaker) }, speaker), ...parts.map((part) => said(part))]));
}

function bothEras(date, language) {
  const order = LANGUAGES.toSorted((one) => (one === language ? -1 : 1));
  return apart(order.map((lang) => date[lang] && el("span", { class: "era", lang }, String(date[lang]))));
}

function dateOf({ start, end }, dates) {
  return dates.find(({ iso }) => iso === (end ? `${start}/${end}` : start)) ?? dates.find(({ iso }) => iso === start);
}

function eventFacts({ start, end, place, host, status, past, ics }, date, { words, language, base }) {
  const row = (name, value) => value && [el("dt", null, words[name]), el("dd", null, value)];
  const span = [start, end].filter(Boolean).map((iso) => dateWords(iso, language));
  const standing = past && status !== "cancelled" ? "past" : status;
  const file = safeUrl(ics, base);
  return el(
    "dl",
    { class: "event" },
    row("when", date ? bothEras(date, language) : span.join(" – ")),
    row("place", place && said(place)),
    row("host", host && said(host)),
    row("status", words[standing] && el("span", { class: standing }, words[standing])),
    file && el("dd", { class: "calendar" }, el("a", { href: file, class: "small" }, words.calendar)),
  );
}

function officialText({ language, text }, { words }) {
  const name = words[`official_${language}`] ?? words.official_th;
  return el("details", { class: "original" }, el("summary", null, name), el("blockquote", { lang: language }, prose(String(text))));
}

function citation({ title, source, paragraph, published, url }, { words, language, base }) {
  const details = apart([
    title && source !== title && source && said(source),
    paragraph && el("span", { class: "era" }, words.paragraph(paragraph)),
    published && el("span", { class: "era" }, dateWords(published, language)),
  ]);
  const parts = [said(title ?? source, { class: "name" }), " ", el("span", { class: "details" }, details)];
  return el("li", null, link(url, base, words.newTab, { class: "source" }, parts));
}

function provenance({ citations, as_of: asOf, receipt }, context) {
  const { words, language, base } = context;
  const cited = list(citations).filter(({ title, source }) => title || source).map((one) => citation(one, context));
  const sources = cited.length > 0 && [el("p", { class: "label" }, words.source), el("ul", null, cited)];
  const record = receipt && link(`r/${encodeURIComponent(receipt)}`, base, words.newTab, null, words.record);
  const foot = apart([asOf && el("span", null, words.asOf(dateWords(asOf, language))), record]);
  return (sources || foot.length > 0) && el("footer", { class: "provenance" }, sources, el("p", { class: "foot" }, foot));
}

const lines = (name, items) => items.length > 0 && el("ul", { class: name }, items);

export function choiceButtons(choices, ask) {
  const shown = choices.filter(({ message }) => message).map(({ title, message }) => [String(title || message), message]);
  const inline = shown.every(([title]) => title.length <= SHORT) ? "inline" : "";
  const choice = ([title, message]) =>
    el("li", null, button(title, { class: "choice", lang: languageOf(title), click: (event) => ask(String(message), event) }));
  return shown.length > 0 && el("ul", { class: `choices ${inline}` }, shown.map(choice));
}

function actions(reply, context) {
  const { words, language, base } = context;
  const told = el("p", { class: "told" });
  const place = el("div", { class: "take" });
  const tell = (text) => {
    told.textContent = text;
    context.announce(el("p", { lang: language }, text));
  };
  const copy = async (text) => tell((await copied(text, place, words.copy)) ? words.copied : words.selected);
  const quote = () => copy(quotation(reply, context));
  const share = async () => {
    const url = new URL(`r/${encodeURIComponent(reply.receipt)}`, base).href;
    if (!navigator.share) return copy(url);
    return navigator.share({ title: words.record, url }).catch((error) => error.name === "AbortError" || copy(url));
  };
  place.append(list(reply.citations).length ? small(words.copy, quote) : "", small(words.share, share));
  return el("div", { class: "actions" }, place, feedback(reply.receipt, context, tell), told);
}

const small = (text, click) => button(text, { class: "small", click });

function quotation({ text, quote, original, citations, as_of: asOf }, { words, language, base }) {
  const inLine = (...parts) => parts.filter(Boolean).join(", ");
  const dated = (iso) => iso && dateWords(iso, language);
  const lines = list(citations).flatMap(({ source, title, paragraph, published, url }) => [
    `${words.source}: ${inLine(source ?? title, paragraph && words.paragraph(paragraph), dated(published ?? asOf))}`,
    safeUrl(url, base),
  ]);
  const speaker = quote?.speaker && `— ${inLine(quote.speaker, quote.role, quote.occasion, dated(quote.date))}`;
  return [`“${text}”`, speaker, original?.text && words.unofficial, ...lines].filter(Boolean).join("\n");
}

/** Copy a text; where that is not allowed, show it selected in `place`. Whether it is in the clipboard. */
async function copied(text, place, label) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    place.querySelector("textarea")?.remove();
    const field = el("textarea", { readonly: true, rows: "4", "aria-label": label }, text);
    place.append(field);
    field.select();
    const done = document.execCommand("copy");
    if (done) field.remove();
    return done;
  }
}

function feedback(receipt, { words, service }, tell) {
  const rated = () => service.store.get("rated") ?? {};
  const yes = small(words.helpful, () => rate(true));
  const no = small(words.unhelpful, () => rate(false));
  const reason = el("input", { maxlength: "2000", "aria-label": words.why, placeholder: words.why });
  const why = el("form", { class: "why", hidden: true }, reason, el("button", { class: "small" }, words.send));
  const show = (helpful) => [yes, no].forEach((one) => one.setAttribute("aria-pressed", String(helpful === (one === yes))));

  const rate = async (helpful, comment = null) => {
    try {
      await service.feedback(receipt, helpful, comment);
    } catch {
      return tell(words.failed);
    }
    service.store.set("rated", { ...rated(), [receipt]: helpful });
    show(helpful);
    if (comment) no.focus(); // the field goes away
    why.hidden = helpful || Boolean(comment);
    return tell(words.noted);
  };
  why.addEventListener("submit", (event) => {
    event.preventDefault();
    if (reason.value.trim()) rate(false, reason.value.trim());
  });
  show(rated()[receipt]);
  return el("div", { class: "feedback", role: "group", "aria-label": words.didItHelp }, el("span", null, words.didItHelp), yes, no, why);
}

/** `around`: ask(message, event), announce(element), service. */
export function card(reply, around) {
  const language = languageFor(reply);
  const words = WORDS[language];
  const context = { ...around, base: around.service.base, language, words };
  const outcome = outcomeOf(reply);
  const { quote, original, event } = reply;
  const dates = list(reply.dates);
  const eventDate = event && dateOf(event, dates);
  const others = dates.filter((date) => date !== eventDate).map((date) => el("li", null, bothEras(date, language)));
  const notices = list(reply.notices).map((notice) => el("li", { class: "notice", lang: languageOf(notice) }, String(notice)));
  return el(
    "div",
    { class: `reply ${outcome}`, lang: language },
    words[outcome] && el("p", { class: "kicker" }, words[outcome]),
    wording(reply, language),
    quote?.speaker && attribution(quote, language),
    event?.start && eventFacts(event, eventDate, context),
    lines("dates", others),
    lines("notices", notices),
    original?.text && officialText(original, context),
    provenance(reply, context),
    reply.receipt && actions(reply, context),
    choiceButtons(list(reply.choices), context.ask),
  );
}

/** What a screen reader is told. */
export function spoken(reply) {
  const lang = languageFor(reply);
  const words = WORDS[lang];
  const { text, lead } = reply;
  const answer = String(text).includes(lead) ? null : lead;
  const parts = [words[outcomeOf(reply)], answer, text];
  return parts.filter(Boolean).map((part) => el("p", { lang }, String(part)));
}
