// The language of the page, decided before anything is painted: the address's ?lang=, else what the reader chose last,
// else what the page was served in. A classic script, since a module would run too late.

{
  const KEY = "press-desk.language";
  const known = (language) => language === "th" || language === "en";

  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };

  const asked = [new URLSearchParams(location.search).get("lang"), remembered()].find(known);
  if (asked) document.documentElement.lang = asked;

  document.addEventListener("press-desk-language", (event) => {
    document.documentElement.lang = event.detail.language;
    try {
      localStorage.setItem(KEY, event.detail.language);
    } catch {
      // The choice then lasts as long as the page.
    }
  });
}
