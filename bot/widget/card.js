// The answer card: one Reply as an element. Shows what the Reply says, each part once, and adds only labels, in the
// language of the words that they stand beside.

import { el, languageOf, link, linked, safeUrl, WEB } from "./dom.js";
import { dateWords, LANGUAGES, WORDS } from "./words.js";

const QUIET = new Set(["social"]); // needs no label: the words are the desk's own
const APART = "\u00a0· "; // stays at the end of a line
const SHORT = 18; // characters of a choice that may stand beside others in one line

const list = (value) => (Array.isArray(value) ? value.filter(Boolean) : []);

/** The outcome, with anything unknown shown as plainly as small talk. */
export const outcomeOf = (reply) => (Object.hasOwn(WORDS.en.kickers, reply.outcome) ? reply.outcome : "social");

/** The paragraphs of a text as pairs of their start and words. */
function* paragraphsOf(text) {
  let at = 0;
  for (const part of text.split(/(\n[^\S\n]*\n\s*)/)) {
    if (part.trim()) yield [at, part];
    at += part.length;
  }
}

/** The text in paragraphs, with the lead marked where it stands in it, or before it where it does not. */
function prose(text, lead) {
  const from = lead ? text.indexOf(lead) : -1;
  const to = from < 0 ? -1 : from + lead.length;
  const paragraphs = Array.from(paragraphsOf(text), ([at, part]) => {
    const cut = (place) => Math.min(part.length, Math.max(0, place - at));
    const [start, end] = from < 0 ? [0, 0] : [cut(from), cut(to)];
    const marked = part.slice(start, end);
    const strong = marked ? el("strong", { class: "lead" }, linked(marked)) : null;
    return el("p", null, linked(part.slice(0, start)), strong, linked(part.slice(end)));
  });
  return lead && from < 0 ? [el("p", null, el("strong", { class: "lead" }, linked(lead))), ...paragraphs] : paragraphs;
}

function wording(reply, quoted) {
  const body = prose(String(reply.text ?? ""), reply.lead ? String(reply.lead) : "");
  return el(quoted ? "blockquote" : "div", { class: "text", lang: reply.language }, body);
}

/** Who said it: speaker and role, occasion and date. */
function attribution(quote, language) {
  const parts = [quote.role, quote.occasion, quote.date && dateWords(quote.date, language)].filter(Boolean);
  return el(
    "p",
    { class: "speaker", lang: languageOf(String(quote.speaker)) },
    el("cite", null, String(quote.speaker)),
    parts.map((part) => [APART, el("span", { lang: languageOf(String(part)) }, String(part))]),
  );
}

/** A date in both eras, the interface's language first. */
function bothEras(date, language) {
  const order = [language, ...LANGUAGES.filter((other) => other !== language)];
  const written = order.filter((one) => date[one]).map((one) => el("span", { class: "era", lang: one }, String(date[one])));
  return written.flatMap((one, i) => (i ? [APART, one] : [one]));
}

/** The Reply's own words for the event's date, so that both eras are shown; null where it has none. */
function dateOf(event, dates) {
  const iso = event.end ? `${event.start}/${event.end}` : String(event.start);
  return dates.find((date) => date.iso === iso) ?? dates.find((date) => date.iso === event.start) ?? null;
}

function whenOf(event, date, language) {
  if (date) return bothEras(date, language);
  const both = Object.fromEntries(
    LANGUAGES.map((one) => [one, [event.start, event.end].filter(Boolean).map((iso) => dateWords(iso, one)).join(" – ")]),
  );
  return bothEras(both, language);
}

// Whether the event is over or changed stands in the reply's notices.
function eventFacts(event, date, { words, language, base }) {
  const row = (name, ...value) => [el("dt", null, name), el("dd", null, ...value)];
  const text = (value) => el("span", { lang: languageOf(String(value)) }, String(value));
  const ics = event.ics ? safeUrl(event.ics, base, WEB) : null;
  return el(
    "dl",
    { class: "event" },
    row(words.event.when, whenOf(event, date, language)),
    event.place ? row(words.event.place, text(event.place)) : null,
    event.host ? row(words.event.host, text(event.host)) : null,
    ics ? el("dd", { class: "calendar" }, el("a", { href: ics.href }, words.calendar)) : null,
  );
}

function dateLines(dates, { words, language }) {
  const lines = dates.map((date) => el("li", null, bothEras(date, language)));
  return el("ul", { class: "dates", "aria-label": words.dates }, lines);
}

/** The official wording of a translated text, closed until it is asked for. */
function originalOf(original, { words }) {
  return el(
    "details",
    { class: "original" },
    el("summary", null, words.original[original.language === "en" ? "en" : "th"]),
    el("p", { class: "note" }, words.unofficial),
    el("blockquote", { lang: original.language }, prose(String(original.text ?? ""), "")),
  );
}

/** Where the words stand: the entry's title, then source, paragraph and date, linked to the source's page. */
function citation(cited, { words, language, base }) {
  const [name, ...others] = [...new Set([cited.title, cited.source].filter(Boolean).map(String))];
  const details = [
    ...others.map((other) => el("span", { lang: languageOf(other) }, other)),
    cited.paragraph ? words.paragraph(cited.paragraph) : null,
    cited.published ? el("span", { class: "era" }, dateWords(cited.published, language)) : null,
  ].filter(Boolean);
  const title = el("span", { class: "name", lang: languageOf(name ?? "") }, name);
  const rest = details.flatMap((part, i) => (i ? [APART, part] : [part]));
  const parts = rest.length ? [title, " ", el("span", { class: "details" }, rest)] : title;
  return el("li", null, link(cited.url, base, words.newTab, { class: "source" }, parts));
}

function provenance(reply, context) {
  const { words, language, base } = context;
  const citations = list(reply.citations).filter((cited) => cited.title || cited.source).map((cited) => citation(cited, context));
  const record = reply.receipt ? `r/${encodeURIComponent(reply.receipt)}` : null;
  const foot = [
    reply.as_of ? el("span", null, words.asOf(dateWords(reply.as_of, language))) : null,
    record ? link(record, base, words.newTab, null, words.record) : null,
  ].filter(Boolean);
  if (!citations.length && !foot.length) return null;
  return el(
    "footer",
    { class: "provenance" },
    citations.length ? [el("span", { class: "label" }, words.source), el("ul", null, citations)] : null,
    foot.length ? el("p", { class: "foot" }, foot) : null,
  );
}

function noticeLines(notices) {
  const lines = notices.map((notice) => el("li", { class: "notice", lang: languageOf(String(notice)) }, String(notice)));
  return lines.length ? el("ul", { class: "notices" }, lines) : null;
}

/** Questions to choose from: a press sends `message`, the button shows `title`. */
export function choiceButtons(choices, ask) {
  const shown = choices.filter((choice) => choice.message).map(({ title, message }) => [String(title || message), String(message)]);
  if (!shown.length) return null;
  const inline = shown.every(([title]) => title.length <= SHORT) ? "inline" : "";
  const button = ([title, message]) =>
    el("li", null, el("button", { type: "button", class: "choice", lang: languageOf(title), click: (event) => ask(message, event) }, title));
  return el("ul", { class: `choices ${inline}` }, shown.map(button));
}

const languageFor = (reply) => (LANGUAGES.includes(reply.language) ? reply.language : languageOf(String(reply.text)));

/** One Reply. `base`: address of the service; ask(message, event): what a choice does. */
export function card(reply, { base, ask }) {
  const language = languageFor(reply);
  const words = WORDS[language];
  const context = { language, words, base };
  const outcome = outcomeOf(reply);
  const { quote, original } = reply;
  const event = reply.event?.start ? reply.event : null;
  const dates = list(reply.dates);
  const eventDate = event ? dateOf(event, dates) : null;
  const otherDates = dates.filter((date) => date !== eventDate);
  return el(
    "div",
    { class: `reply ${outcome}`, lang: language },
    QUIET.has(outcome) ? null : el("p", { class: "kicker" }, words.kickers[outcome]),
    wording(reply, quote?.speaker),
    quote?.speaker ? attribution(quote, language) : null,
    event ? eventFacts(event, eventDate, context) : null,
    otherDates.length ? dateLines(otherDates, context) : null,
    noticeLines(list(reply.notices)),
    original?.text ? originalOf(original, context) : null,
    provenance(reply, context),
    choiceButtons(list(reply.choices), ask),
  );
}

/** What a screen reader is told of a Reply: its kind, its words, how many choices follow. */
export function spoken(reply) {
  const language = languageFor(reply);
  const words = WORDS[language];
  const outcome = outcomeOf(reply);
  const choices = list(reply.choices).length;
  const apart = reply.lead && !String(reply.text).includes(reply.lead);
  const lines = [
    QUIET.has(outcome) ? null : words.kickers[outcome],
    apart ? reply.lead : null,
    reply.text,
    choices ? words.choices(choices) : null,
  ];
  return lines.filter(Boolean).map((line) => el("p", { lang: language }, String(line)));
}
