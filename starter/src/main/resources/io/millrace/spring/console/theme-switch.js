// The button between light and dark, and who wants to know of it. Canvases have to be drawn again.

const listeners = [];
const preference = matchMedia("(prefers-color-scheme: dark)");

/** Has the button switch the theme. */
export function prepare(button) {
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("millrace-theme", document.documentElement.dataset.theme);
    } catch {
      // Then it lasts as long as the page.
    }
    listeners.forEach((listener) => listener());
  });
  preference.addEventListener("change", () => listeners.forEach((listener) => listener()));
}

export const onChange = (listener) => listeners.push(listener);

/** Returns what the style sheet has for `--name` in the theme of this moment. */
export const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : preference.matches;
}
