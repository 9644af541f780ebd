// Runs before the page is drawn, so that it never flashes in the wrong theme.
try {
  const asked = new URLSearchParams(location.search).get("theme") ?? localStorage.getItem("millrace-theme");
  if (asked === "light" || asked === "dark") {
    document.documentElement.dataset.theme = asked;
  }
} catch {
  // A browser that keeps nothing for us: its own preference holds.
}
