// Sets the page's language before it is painted: from ?lang=, else the reader's last choice, else the page's own. A classic
// script, because a module would run too late.

{
  const STORAGE_KEY = "press-desk.language";
  const supported = (language) => language === "th" || language === "en";

  const stored = () => {
    try {
      return localStorage.getItem(STORAGE_KEY);
    } catch {
      return null;
    }
  };

  const language = [new URLSearchParams(location.search).get("lang"), stored()].find(supported);
  if (language) document.documentElement.lang = language;

  document.addEventListener("press-desk-language", (event) => {
    document.documentElement.lang = event.detail.language;
    try {
      localStorage.setItem(STORAGE_KEY, event.detail.language);
    } catch {
      // Storage is blocked: the choice lasts until the page is closed.
    }
  });
}
