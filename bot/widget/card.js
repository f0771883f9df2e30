// A Reply as a card: the words first, then where they stand, then what goes with them.
import { link, make } from "./dom.js";
import { WORDS } from "./words.js";

function paragraphs(text, lead) {
  return text.split(/\n{2,}/).map((part) => {
    const at = lead ? part.indexOf(lead) : -1;
    if (at < 0) return make("p", {}, part);
    return make("p", {}, part.slice(0, at), make("mark", {}, lead), part.slice(at + lead.length));
  });
}

function citation(cited, words) {
  const number = cited.paragraph ? `${words.paragraph} ${cited.paragraph}` : null;
  const details = [number, cited.published].filter(Boolean).join(" · ");
  return link(
    cited.url, { class: "source" },
    make("span", { class: "label" }, words.source), make("span", { class: "name" }, cited.source),
    details ? make("span", { class: "details" }, details) : null,
  );
}

function facts(reply, words) {
  const rows = [];
  const add = (name, ...value) => value.length && rows.push(make("dt", {}, name), make("dd", {}, ...value));
  const dates = reply.dates.map((date) =>
    make("span", { class: "date" }, make("span", { lang: "th" }, date.th), " · ", make("span", { lang: "en" }, date.en)));
  add(words.when, ...dates);
  if (reply.event?.place) add(words.place, reply.event.place);
  if (reply.event?.host) add(words.host, reply.event.host);
  if (reply.quote?.occasion) add(words.occasion, reply.quote.occasion);
  return rows.length ? make("dl", {}, ...rows) : null;
}

function original(reply, words) {
  const { language, text } = reply.original;
  return make(
    "details", {},
    make("summary", {}, language === "th" ? words.official : words.officialOther),
    make("blockquote", { lang: language }, ...paragraphs(text)),
  );
}

// The labels are in the language of the words that they stand beside.
export function card(reply, ask) {
  const words = WORDS[reply.language];
  const name = words.outcome[reply.outcome];
  const quoted = reply.quote
    ? make("p", { class: "speaker" }, [reply.quote.speaker, reply.quote.role].filter(Boolean).join(", "))
    : null;
  const choices = reply.choices.map((choice) =>
    make("button", { type: "button", class: "choice", onclick: () => ask(choice.message) }, choice.title));
  return make(
    "article", { class: `reply ${reply.outcome}`, lang: reply.language },
    name ? make("p", { class: "outcome" }, name) : null,
    make("div", { class: "text" }, ...paragraphs(reply.text, reply.lead)),
    quoted, facts(reply, words),
    reply.event?.ics ? link(reply.event.ics, { class: "calendar" }, words.calendar) : null,
    reply.original ? original(reply, words) : null,
    reply.citations.length
      ? make("div", { class: "sources" }, ...reply.citations.map((cited) => citation(cited, words)))
      : null,
    ...reply.notices.map((notice) => make("p", { class: "notice" }, notice)),
    choices.length ? make("div", { class: "choices" }, ...choices) : null,
  );
}
