// The answer card: a Reply, with labels in its language.

import { button, el, languageOf, link, list, safeUrl, span, withLinks } from "./dom.js";
import { formatDate, LANGUAGES, MESSAGES } from "./messages.js";

const LABELLED_OUTCOMES = ["answered", "clarify", "not_announced", "out_of_scope", "prompt", "error"];
const SEPARATOR = "\u00a0· "; // never begins a line
const MAX_INLINE_CHOICE = 18; // characters; beyond, each choice has its own line

/** Outcomes without a label, and unknown ones, are shown as small talk. */
export const outcomeOf = ({ outcome }) => (LABELLED_OUTCOMES.includes(outcome) ? outcome : "social");

const languageFor = ({ language, text }) => (LANGUAGES.includes(language) ? language : languageOf(text));

const separated = (parts) => parts.filter(Boolean).flatMap((part, i) => (i ? [SEPARATOR, part] : [part]));

const paragraphs = (text) => text.split(/\n[^\S\n]*\n\s*/).map((part) => el("p", null, withLinks(part)));

/** In code points. */
function marked(text, { start, end }) {
  const part = (from, to) => withLinks([...text].slice(from, to).join(""));
  return el("p", null, part(0, start), el("mark", null, part(start, end)), part(end));
}

function answerText({ text, lead, quote, answer }, lang) {
  const passage = String(text ?? "");
  const first = lead && lead !== passage ? el("p", { class: "lead", lang }, withLinks(String(lead))) : null;
  const shown = answer ? marked(passage, answer) : paragraphs(passage.trim());
  return [first, el(quote?.speaker ? "blockquote" : "div", { class: first ? "text passage" : "text", lang }, shown)];
}

function attribution({ speaker, role, occasion, date }, language) {
  const parts = [role, occasion, date && formatDate(date, language)].filter(Boolean);
  return el("p", { class: "speaker" }, separated([el("cite", { lang: languageOf(speaker) }, speaker), ...parts.map((part) => span(part))]));
}

function bothEras(date, language) {
  const order = LANGUAGES.toSorted((one) => (one === language ? -1 : 1));
  return separated(order.map((lang) => date[lang] && el("span", { class: "era", lang }, String(date[lang]))));
}

function dateOf({ start, end }, dates) {
  return dates.find(({ iso }) => iso === (end ? `${start}/${end}` : start)) ?? dates.find(({ iso }) => iso === start);
}

function eventFacts({ start, end, place, host, status, past, ics }, date, { messages, language, base }) {
  const row = (name, value) => value && [el("dt", null, messages[name]), el("dd", null, value)];
  const interval = [start, end].filter(Boolean).map((iso) => formatDate(iso, language));
  const state = past && status !== "cancelled" ? "past" : status;
  const file = safeUrl(ics, base);
  return el(
    "dl",
    { class: "event" },
    row("when", date ? bothEras(date, language) : interval.join(" – ")),
    row("place", place && span(place)),
    row("host", host && span(host)),
    row("status", messages[state] && el("span", { class: state }, messages[state])),
    file && el("dd", { class: "calendar" }, el("a", { href: file, class: "small" }, messages.calendar)),
  );
}

function officialText({ language, text }, { messages }) {
  const name = messages[`official_${language}`] ?? messages.official_th;
  return el("details", { class: "original" }, el("summary", null, name), el("blockquote", { lang: language }, paragraphs(String(text))));
}

function citation({ title, source, paragraph, published, url }, { messages, language, base }) {
  const details = separated([
    title && source !== title && source && span(source),
    paragraph && el("span", { class: "era" }, messages.paragraph(paragraph)),
    published && el("span", { class: "era" }, formatDate(published, language)),
  ]);
  const parts = [span(title ?? source, { class: "name" }), " ", el("span", { class: "details" }, details)];
  return el("li", null, link(url, base, messages.newTab, { class: "source" }, parts));
}

function provenance({ citations, as_of: asOf, receipt }, context) {
  const { messages, language, base } = context;
  const cited = list(citations).filter(({ title, source }) => title || source).map((one) => citation(one, context));
  const sources = cited.length > 0 && [el("p", { class: "label" }, messages.source), el("ul", null, cited)];
  const record = receipt && link(`r/${encodeURIComponent(receipt)}`, base, messages.newTab, null, messages.record);
  const foot = separated([asOf && el("span", null, messages.asOf(formatDate(asOf, language))), record]);
  return (sources || foot.length > 0) && el("footer", { class: "provenance" }, sources, el("p", { class: "foot" }, foot));
}

const lines = (name, items) => items.length > 0 && el("ul", { class: name }, items);

export function choiceButtons(choices, ask) {
  const shown = choices.filter(({ message }) => message).map(({ title, message }) => [String(title || message), message]);
  const inline = shown.every(([title]) => title.length <= MAX_INLINE_CHOICE) ? "inline" : "";
  const choice = ([title, message]) =>
    el("li", null, button(title, { class: "choice", lang: languageOf(title), click: (event) => ask(String(message), event) }));
  return shown.length > 0 && el("ul", { class: `choices ${inline}` }, shown.map(choice));
}

function actions(reply, context) {
  const { messages, language, base } = context;
  const result = el("p", { class: "result" });
  const buttons = el("div", { class: "buttons" });
  const report = (text) => {
    result.textContent = text;
    context.announce(el("p", { lang: language }, text));
  };
  const copy = async (text) => report((await copyText(text, buttons, messages.copy)) ? messages.copied : messages.pressToCopy);
  const quote = () => copy(quotation(reply, context));
  const share = async () => {
    const url = new URL(`r/${encodeURIComponent(reply.receipt)}`, base).href;
    if (!navigator.share) return copy(url);
    return navigator.share({ title: messages.record, url }).catch((error) => error.name === "AbortError" || copy(url));
  };
  buttons.append(list(reply.citations).length ? smallButton(messages.copy, quote) : "", smallButton(messages.share, share));
  return el("div", { class: "actions" }, buttons, feedback(reply.receipt, context, report), result);
}

const smallButton = (text, click) => button(text, { class: "small", click });

function quotation({ text, lead, quote, original, citations, as_of: asOf }, { messages, language, base }) {
  const inLine = (...parts) => parts.filter(Boolean).join(", ");
  const dated = (iso) => iso && formatDate(iso, language);
  const lines = list(citations).flatMap(({ source, title, paragraph, published, url }) => [
    `${messages.source}: ${inLine(source ?? title, paragraph && messages.paragraph(paragraph), dated(published ?? asOf))}`,
    safeUrl(url, base),
  ]);
  const speaker = quote?.speaker && `— ${inLine(quote.speaker, quote.role, quote.occasion, dated(quote.date))}`;
  return [`“${lead ?? text}”`, speaker, original?.text && messages.unofficial, ...lines].filter(Boolean).join("\n");
}

/** Whether it was copied. If not, it is shown selected in `parent`. */
async function copyText(text, parent, label) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    parent.querySelector("textarea")?.remove();
    const field = el("textarea", { readonly: true, rows: "4", "aria-label": label }, text);
    parent.append(field);
    field.select();
    const copied = document.execCommand("copy");
    if (copied) field.remove();
    return copied;
  }
}

function feedback(receipt, { messages, service }, report) {
  const rated = () => service.store.get("rated") ?? {};
  const yes = smallButton(messages.helpful, () => rate(true));
  const no = smallButton(messages.notHelpful, () => rate(false));
  const reason = el("input", { maxlength: "2000", "aria-label": messages.whyNot, placeholder: messages.whyNot });
  const comments = el("form", { class: "comments", hidden: true }, reason, el("button", { class: "small" }, messages.send));
  const show = (helpful) => [yes, no].forEach((one) => one.setAttribute("aria-pressed", String(helpful === (one === yes))));

  const rate = async (helpful, comment = null) => {
    try {
      await service.feedback(receipt, helpful, comment);
    } catch {
      return report(messages.failed);
    }
    service.store.set("rated", { ...rated(), [receipt]: helpful });
    show(helpful);
    if (comment) no.focus(); // because the field is hidden next
    comments.hidden = helpful || Boolean(comment);
    return report(messages.feedbackSaved);
  };
  comments.addEventListener("submit", (event) => {
    event.preventDefault();
    if (reason.value.trim()) rate(false, reason.value.trim());
  });
  show(rated()[receipt]);
  return el("div", { class: "feedback", role: "group", "aria-label": messages.didItHelp }, el("span", null, messages.didItHelp), yes, no, comments);
}

/** `app`: ask(message, event), announce(element), service. */
export function card(reply, app) {
  const language = languageFor(reply);
  const messages = MESSAGES[language];
  const context = { ...app, base: app.service.base, language, messages };
  const outcome = outcomeOf(reply);
  const { quote, original, event } = reply;
  const dates = list(reply.dates);
  const eventDate = event && dateOf(event, dates);
  const others = dates.filter((date) => date !== eventDate).map((date) => el("li", null, bothEras(date, language)));
  const notices = list(reply.notices).map((notice) => el("li", { class: "notice", lang: languageOf(notice) }, String(notice)));
  return el(
    "div",
    { class: `reply ${outcome}`, lang: language },
    messages[outcome] && el("p", { class: "kicker" }, messages[outcome]),
    answerText(reply, language),
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

/** Paragraphs for screen readers. */
export function announcement(reply) {
  const lang = languageFor(reply);
  const messages = MESSAGES[lang];
  const { text, lead } = reply;
  const answer = String(text).includes(lead) ? null : lead;
  const parts = [messages[outcomeOf(reply)], answer, text];
  return parts.filter(Boolean).map((part) => el("p", { lang }, String(part)));
}
